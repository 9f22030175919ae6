package io.sessionfold.benchmarks;

import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.SessionChange;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.SessionUpdate;
import io.sessionfold.document.StoredMessage;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * The writes that store a session of messages on its first page: its document, and what brings it
 * forward. Documents and updates are those of the Mongo sink.
 */
record SessionWrites(BsonDocument first, List<Update> updates) {
  private static final String REVISION = "sessionfold.revision";

  /**
   * One update.
   *
   * @param body classic operators; they raise the revision
   */
  record Update(String id, long expected, long page, BsonDocument body) {
    /** As the sink has it: with the revision and the open page that the document must have. */
    BsonDocument fence() {
      return revisionFence().append("sessionfold.page", new BsonInt64(page));
    }

    /** With the revision alone. */
    BsonDocument revisionFence() {
      return unfenced().append(REVISION, new BsonInt64(expected));
    }

    /** The document, however far it is. */
    BsonDocument unfenced() {
      return new BsonDocument("_id", new BsonString(id));
    }

    /** The same without the revision, as a writer without a fence would have it. */
    BsonDocument bodyWithoutRevision() {
      BsonDocument copy = body.clone();
      copy.getDocument("$set").remove(REVISION);
      return copy;
    }
  }

  /**
   * Of a session that gets its first message, and then so many at a time.
   *
   * @param changes appended messages of one page, from revision 1; a rest that does not fill a
   *     write is left out
   */
  static SessionWrites of(List<Applied> changes, int messagesEach) {
    Applied begin = changes.get(0);
    BsonDocument first =
        SessionDocument.write(Session.fold(Session.before(begin.session()), List.of(begin)))
            .orElseThrow();
    List<Update> updates = new ArrayList<>();
    for (int from = 1; from + messagesEach <= changes.size(); from += messagesEach) {
      updates.add(update(changes.subList(from, from + messagesEach)));
    }
    return new SessionWrites(first, updates);
  }

  private static Update update(List<Applied> changes) {
    SessionChange change = new SessionChange();
    List<StoredMessage> messages = new ArrayList<>();
    for (Applied applied : changes) {
      SessionEvent event = applied.resolved();
      change.add(applied, event);
      messages.add(StoredMessage.of(Message.appended(applied, (MessageAppended) event)));
    }
    Applied first = changes.get(0);
    return new Update(
        DocumentIds.of(first.session()),
        first.revision() - 1,
        Objects.requireNonNull(first.page()),
        SessionUpdate.append(change, messages));
  }
}
