package io.sessionfold.projector.proof;

import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.projector.store.MongoFailures;
import io.sessionfold.projector.store.StoreRefusedException;
import io.sessionfold.proof.CanonicalForm;
import io.sessionfold.proof.SessionOutline;
import io.sessionfold.session.Message;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.StoreNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one generation. A scan is one walk over the sessions and one over the pages,
 * both in the order of {@code _id}, side by side; in memory are one session document, one page and
 * what the driver has fetched, at most 16 MiB of each.
 */
final class DocumentProjection implements Projection {
  private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));
  private static final String DOING = "reading documents to prove them";

  private final MongoCollection<RawBsonDocument> sessions;
  private final MongoCollection<RawBsonDocument> pages;

  DocumentProjection(MongoDatabase database, int generation) {
    sessions = database.getCollection(StoreNames.sessions(generation), RawBsonDocument.class);
    pages = database.getCollection(StoreNames.sessionPages(generation), RawBsonDocument.class);
  }

  @Override
  public Source source() {
    return Source.DOCUMENTS;
  }

  @Override
  public void scan(Predicate<SessionKey> wanted, Consumer<Entry> entries) {
    try (Walk documents = new Walk(sessions, new BsonDocument());
        Walk stored = new Walk(pages, new BsonDocument())) {
      while (documents.current() != null || stored.current() != null) {
        String id = first(documents.id(), stored.id());
        SessionKey session = StoredReading.session(id);
        if (session == null) {
          throw foreign(sessions);
        }
        Reading reading = wanted.test(session) ? reading(session, id, documents, stored) : null;
        if (reading != null) {
          entries.accept(reading.entry());
        }
        documents.skip(id);
        stored.skip(id);
      }
    }
  }

  private static StoreRefusedException foreign(MongoCollection<?> collection) {
    return new StoreRefusedException(
        "a document of "
            + collection.getNamespace().getCollectionName()
            + " has an _id that no session has: move it away");
  }

  private static String first(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return a == null ? String.valueOf(b) : a;
    }
    return Arrays.compareUnsigned(utf8(a), utf8(b)) <= 0 ? a : b;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable Reading reading(
      SessionKey session, String id, Walk documents, Walk stored) {
    SessionOutline.Messages messages = new SessionOutline.Messages();
    RawBsonDocument document = documents.take(id);
    if (document == null) {
      return new Reading(
          Entry.moving(session, 0, "there are pages, and no document of the session"), null);
    }
    StoredReading reading = new StoredReading(session, decoded(document), messages::add);
    pages(id, stored, reading);
    return reading.reading(messages);
  }

  private static void pages(String id, Walk stored, StoredReading reading) {
    for (RawBsonDocument page = stored.take(id); page != null; page = stored.take(id)) {
      reading.page(page.getDocument("_id").getNumber("page").longValue(), decoded(page));
    }
  }

  @Override
  public Optional<Reading> read(SessionKey session) {
    String id = DocumentIds.of(session);
    // The document before its pages: then these have all of its changes at least.
    try (Walk documents = document(id);
        Walk stored = new Walk(pages, pagesOf(session))) {
      return documents.current() == null && stored.current() == null
          ? Optional.empty()
          : Optional.ofNullable(reading(session, id, documents, stored));
    }
  }

  private Walk document(String id) {
    return new Walk(sessions, new BsonDocument("_id", new BsonString(id)));
  }

  private static BsonDocument pagesOf(SessionKey session) {
    BsonDocument range =
        new BsonDocument("$gte", DocumentIds.page(session, 0))
            .append(
                "$lte",
                new BsonDocument("session", new BsonString(DocumentIds.of(session)))
                    .append("page", new BsonInt64(Long.MAX_VALUE)));
    return new BsonDocument("_id", range)
        .append("session", new BsonString(DocumentIds.of(session)));
  }

  @Override
  public JsonText message(SessionKey session, long revision, int place) {
    String id = DocumentIds.of(session);
    Place wanted = new Place(place);
    try (Walk documents = document(id);
        Walk stored = new Walk(pages, pagesOf(session))) {
      RawBsonDocument document = documents.take(id);
      if (document != null) {
        StoredReading reading = new StoredReading(session, decoded(document), wanted);
        pages(id, stored, reading);
        JsonText unused = reading.finish();
      }
    }
    return wanted.found;
  }

  private static BsonDocument decoded(RawBsonDocument raw) {
    return raw.decode(new BsonDocumentCodec());
  }

  /** Waits for the message of one number. */
  private static final class Place implements Consumer<Message> {
    private JsonText found = JsonText.NULL;
    private int left;

    Place(int place) {
      left = place;
    }

    @Override
    public void accept(Message message) {
      if (left-- == 0) {
        found = CanonicalForm.message(message);
      }
    }
  }

  /**
   * A walk in the order of {@code _id}, with a look at the next document. A cursor that the server
   * has given up, since nobody asked for long, is opened again behind the last document.
   */
  private static final class Walk implements AutoCloseable {
    private final MongoCollection<RawBsonDocument> collection;
    private MongoCursor<RawBsonDocument> cursor;
    private @Nullable RawBsonDocument current;

    Walk(MongoCollection<RawBsonDocument> collection, BsonDocument filter) {
      this.collection = collection;
      this.cursor = open(filter);
      advance();
    }

    private MongoCursor<RawBsonDocument> open(BsonDocument filter) {
      return MongoFailures.call(DOING, () -> collection.find(filter).sort(BY_ID).iterator());
    }

    @Nullable RawBsonDocument current() {
      return current;
    }

    /** The next document, if it is that session's. */
    @Nullable RawBsonDocument take(String id) {
      RawBsonDocument taken = current;
      if (taken == null || !id(taken).equals(id)) {
        return null;
      }
      advance();
      return taken;
    }

    void skip(String id) {
      RawBsonDocument skipped = take(id);
      while (skipped != null) {
        skipped = take(id);
      }
    }

    private void advance() {
      try {
        current = next();
      } catch (StoreUnavailableException e) {
        RawBsonDocument last = current;
        if (last == null || !(e.getCause() instanceof MongoCursorNotFoundException)) {
          throw e;
        }
        cursor.close();
        cursor = open(new BsonDocument("_id", new BsonDocument("$gt", last.get("_id"))));
        current = next();
      }
    }

    private @Nullable RawBsonDocument next() {
      return MongoFailures.call(DOING, () -> cursor.hasNext() ? cursor.next() : null);
    }

    private String id(RawBsonDocument document) {
      BsonValue id = document.get("_id");
      BsonValue session = id instanceof BsonDocument page ? page.get("session") : id;
      if (session == null || !session.isString()) {
        throw foreign(collection);
      }
      return session.asString().getValue();
    }

    private @Nullable String id() {
      return current == null ? null : id(current);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
