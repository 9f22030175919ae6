package io.sessionfold.query;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import io.sessionfold.bson.FieldNames;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.event.SessionKey;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** The documents of one session in one generation, as the server has them. */
final class SessionDocuments {
  /** How many pages one query may bring. */
  static final int AT_ONCE = 32;

  private static final BsonInt32 ONE = new BsonInt32(1);
  private static final BsonInt32 ZERO = new BsonInt32(0);
  private static final String PAGE = "sessionfold.page";
  private static final String REVISION = "sessionfold.revision";
  private static final BsonDocument STATE =
      new BsonDocument(REVISION, ONE).append("sessionfold.deleted_at", ONE);
  private static final BsonDocument MESSAGES_ONLY =
      new BsonDocument("metadata", ZERO).append("feedbacks", ZERO).append("guardrail_events", ZERO);

  private final MongoStore store;
  private final SessionKey key;
  private final MongoCollection<BsonDocument> sessions;
  private final MongoCollection<BsonDocument> pages;

  SessionDocuments(MongoStore store, int generation, SessionKey key) {
    this.store = store;
    this.key = key;
    this.sessions = store.collection(StoreNames.sessions(generation));
    this.pages = store.collection(StoreNames.sessionPages(generation));
  }

  SessionKey key() {
    return key;
  }

  /** The session document; empty if there is none or it is a tombstone. */
  Optional<BsonDocument> session() {
    return session(null);
  }

  /** What the messages of the session document need. */
  Optional<BsonDocument> sessionMessages() {
    return session(MESSAGES_ONLY);
  }

  boolean exists() {
    return session(STATE).isPresent();
  }

  /** The revision of the session; empty if there is none or it is deleted. */
  Optional<Long> revision() {
    return session(STATE).map(SessionDocument::revision);
  }

  private Optional<BsonDocument> session(@Nullable BsonDocument projection) {
    BsonDocument id = new BsonDocument("_id", new BsonString(DocumentIds.of(key)));
    BsonDocument found = call(() -> sessions.find(id).projection(projection).first());
    return Optional.ofNullable(found).filter(document -> !SessionDocument.deleted(document));
  }

  /** The pages from one number up to another, those of them that are there, in any order. */
  List<BsonDocument> pages(long from, long to) {
    return call(() -> pages.find(numbered(from, to)).into(new ArrayList<>()));
  }

  /** The same, of these only those that were changed after {@code revision}. */
  List<BsonDocument> pagesChangedAfter(long revision, long from, long to) {
    BsonDocument filter =
        numbered(from, to).append(REVISION, new BsonDocument("$gt", new BsonInt64(revision)));
    return call(() -> pages.find(filter).into(new ArrayList<>()));
  }

  /** The pages from one number up to another: of their messages the numbers and times alone. */
  List<BsonDocument> times(long from, long to) {
    BsonDocument times =
        new BsonDocument(PAGE, ONE)
            .append("sessionfold.deleted_at", ONE)
            .append("sessionfold.messages.seq", ONE)
            .append("sessionfold.messages.time", ONE);
    return call(() -> pages.find(numbered(from, to)).projection(times).into(new ArrayList<>()));
  }

  /** One page. */
  @Nullable BsonDocument page(long number) {
    return call(() -> pages.find(numbered(number, number + 1)).first());
  }

  /** Of the pages from one number up to another, the first, or the last, that has the agent. */
  @Nullable BsonDocument pageOfAgent(String agent, long from, long to, boolean last) {
    return call(() -> ofAgent(agent, from, to, last).first());
  }

  /** The numbers of messages, nothing else, of the page that {@link #pageOfAgent} answers. */
  @Nullable BsonDocument indexesOfAgent(String agent, long from, long to) {
    BsonDocument indexes = new BsonDocument(PAGE, ONE).append(messageIds(agent), ONE);
    return call(() -> ofAgent(agent, from, to, false).projection(indexes).first());
  }

  /** The numbers of messages, nothing else, of one page. */
  @Nullable BsonDocument seqs(long number) {
    BsonDocument seqs = new BsonDocument(PAGE, ONE).append("sessionfold.messages.seq", ONE);
    return call(() -> pages.find(numbered(number, number + 1)).projection(seqs).first());
  }

  private FindIterable<BsonDocument> ofAgent(String agent, long from, long to, boolean last) {
    BsonDocument filter =
        numbered(from, to)
            .append(
                "agents." + FieldNames.encode(agent),
                new BsonDocument("$exists", BsonBoolean.TRUE));
    return pages.find(filter).sort(new BsonDocument(PAGE, new BsonInt32(last ? -1 : 1))).limit(1);
  }

  private static String messageIds(String agent) {
    return "agents." + FieldNames.encode(agent) + ".messages.message_id";
  }

  /** By {@code _id}, and by the shard key. */
  private BsonDocument numbered(long from, long to) {
    BsonArray ids = new BsonArray();
    LongStream.range(from, to).forEach(page -> ids.add(DocumentIds.page(key, page)));
    return new BsonDocument("_id", new BsonDocument("$in", ids))
        .append("session", new BsonString(DocumentIds.of(key)));
  }

  /** What is said of a page that must be there. */
  SessionDamagedException missing(long page) {
    return new SessionDamagedException(
        "page "
            + page
            + " of "
            + key
            + " is not in MongoDB, although its session has later ones: if pages were removed by"
            + " hand, restore them or rebuild the projection");
  }

  private <T> T call(Supplier<T> call) {
    return store.call("reading a session", call);
  }
}
