package io.sessionfold.query;

import com.mongodb.client.MongoCollection;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.SummaryDocument;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Session;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Finds sessions, page by page, each beginning by key where the one before ended. */
final class SessionSearch {
  private final MongoStore store;
  private final Set<String> metadataKeys;

  SessionSearch(MongoStore store, Set<String> metadataKeys) {
    this.store = store;
    this.metadataKeys = metadataKeys;
  }

  SessionPage find(int generation, SessionQuery query) {
    refuseOtherKeys(query);
    String text = query.cursor();
    SessionCursor cursor = text == null ? null : SessionCursor.parse(text, query);
    SessionFilter filter = new SessionFilter(query);
    List<SessionSummary> sessions = new ArrayList<>();
    while (true) {
      List<BsonDocument> found = read(generation, filter, cursor);
      for (BsonDocument document : found) {
        if (sessions.size() == query.limit()) {
          return new SessionPage(sessions, Objects.requireNonNull(cursor).text(query));
        }
        cursor = SessionCursor.at(document, filter.timeField());
        SessionSummary session = summary(document);
        if (filter.matches(session)) {
          sessions.add(session);
        }
      }
      if (found.size() <= query.limit()) {
        return new SessionPage(sessions, null);
      }
    }
  }

  /** One more than a page, which tells whether there is another one. */
  private List<BsonDocument> read(
      int generation, SessionFilter filter, @Nullable SessionCursor cursor) {
    MongoCollection<BsonDocument> sessions = store.collection(StoreNames.sessions(generation));
    return store.call(
        "listing sessions",
        () ->
            sessions
                .find(filter.filter(cursor))
                .projection(SummaryDocument.projection())
                .sort(filter.sort())
                .limit(filter.query().limit() + 1)
                .into(new ArrayList<>()));
  }

  private static SessionSummary summary(BsonDocument document) {
    Session session = SessionDocument.read(document).session();
    return new SessionSummary(
        session.key(),
        session.user(),
        session.application(),
        Objects.requireNonNullElse(session.sessionType(), Session.DEFAULT_TYPE),
        session.title(),
        Objects.requireNonNull(session.createdAt()),
        Objects.requireNonNull(session.updatedAt()),
        session.closedAt(),
        session.revision(),
        SummaryDocument.messageCount(document),
        session.metadata());
  }

  private void refuseOtherKeys(SessionQuery query) {
    for (String key : query.metadata().keySet()) {
      if (!metadataKeys.contains(key)) {
        throw new IllegalArgumentException(
            "sessions cannot be filtered by metadata key "
                + JsonText.of(key)
                + ", which has no index; those that have are "
                + new TreeSet<>(metadataKeys)
                + ". Add it to the metadata keys of the mongo sink and of this reader");
      }
    }
  }
}
