package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENTS;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.OWN;
import static io.sessionfold.document.Fields.PAGE;
import static io.sessionfold.document.Fields.REVISION;

import io.sessionfold.event.SessionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * A page: a bounded piece of a long session's messages, in arrays like those of the session
 * document, with the fence of its own writes.
 */
public final class PageDocument {
  private static final String DELETED_AT = "deleted_at";

  private PageDocument() {}

  /**
   * A page with as much of it readable as fits into a document; empty if it does not fit even as
   * text.
   */
  public static Optional<BsonDocument> write(
      SessionKey key, long page, long revision, List<StoredMessage> messages) {
    return Fitting.fit(
        longest ->
            write(key, page, revision, MessageArrays.of(shortened(messages, page, longest))));
  }

  private static BsonDocument write(
      SessionKey key, long page, long revision, MessageArrays arrays) {
    BsonDocument agents = new BsonDocument();
    arrays.elements().forEach((field, array) -> agents.put(field, Fields.with(MESSAGES, array)));
    return frame(key, page)
        .append(AGENTS, agents)
        .append(OWN, own(key, page, revision).append(MESSAGES, arrays.facts()));
  }

  /** What is left of a page of a deleted session. */
  public static BsonDocument tombstone(
      SessionKey key, long page, long revision, Instant deletedAt) {
    BsonDocument own = own(key, page, revision).append(DELETED_AT, Fields.date(deletedAt));
    return frame(key, page).append(OWN, own);
  }

  /** Reads a page, a tombstone included. */
  public static StoredPage read(BsonDocument document) {
    BsonDocument own = Fields.doc(document, OWN);
    long page = Fields.integerOrZero(own, PAGE);
    return new StoredPage(
        DocumentIds.key(document.getString("session").getValue()),
        page,
        Fields.integerOrZero(own, REVISION),
        own.containsKey(DELETED_AT),
        messages(document).stream().map(m -> m.message(page)).toList());
  }

  /** The messages of a page, or of a session document, as they are stored. */
  public static List<StoredMessage> messages(BsonDocument document) {
    return MessageArrays.read(document);
  }

  private static BsonDocument frame(SessionKey key, long page) {
    return new BsonDocument("_id", DocumentIds.page(key, page))
        .append("session", new BsonString(DocumentIds.of(key)));
  }

  private static BsonDocument own(SessionKey key, long page, long revision) {
    return new BsonDocument("v", new BsonInt32(Fields.VERSION))
        .append("tenant", new BsonString(key.tenant()))
        .append(PAGE, new BsonInt64(page))
        .append(REVISION, new BsonInt64(revision));
  }

  private static List<StoredMessage> shortened(
      List<StoredMessage> messages, long page, int longest) {
    return longest == Unit.ANY_LENGTH
        ? messages
        : messages.stream().map(m -> StoredMessage.of(m.message(page), longest)).toList();
  }
}
