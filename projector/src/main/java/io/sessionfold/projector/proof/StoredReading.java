package io.sessionfold.projector.proof;

import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredPage;
import io.sessionfold.document.StoredSession;
import io.sessionfold.document.UnreadFields;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.proof.CanonicalForm;
import io.sessionfold.proof.SessionOutline;
import io.sessionfold.session.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Puts a session together from its document and its pages, given in order, one in memory at a time.
 * The first thing that is wrong is kept, and nothing after it is read.
 */
final class StoredReading {
  private final SessionKey session;
  private final Consumer<Message> messages;
  private @Nullable StoredSession stored;
  private long revision;
  private long nextPage;
  private @Nullable String damage;
  private boolean moving;

  /**
   * Begins with the session's document.
   *
   * @param messages is shown every message, in order
   */
  StoredReading(SessionKey session, BsonDocument document, Consumer<Message> messages) {
    this.session = session;
    this.messages = messages;
    try {
      revision = SessionDocument.revision(document);
      stored = withUnread(SessionDocument.read(document), document);
      if (!stored.session().key().equals(session)) {
        damage = "the document is that of another session";
      } else {
        damage = UnreadFields.problem(document).orElse(null);
      }
    } catch (RuntimeException e) {
      damage = "the document cannot be read: " + reason(e);
    }
  }

  /** The session of a document, if its id can be one's. */
  static @Nullable SessionKey session(String id) {
    try {
      return DocumentIds.key(id);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The next page. */
  void page(long number, BsonDocument document) {
    StoredSession head = stored;
    if (damage != null || head == null) {
      return;
    }
    try {
      StoredPage page = PageDocument.read(document);
      boolean deleted = head.session().deleted();
      if (page.revision() > revision) {
        moving("page " + number + " is ahead of the session's document");
      } else if (page.deleted() != deleted) {
        damage = "page " + number + (deleted ? " is no tombstone" : " is a tombstone");
      } else if (deleted) {
        damage = page.messages().isEmpty() ? null : "page " + number + " of a tombstone has text";
      } else if (number >= head.page()) {
        damage = "page " + number + " is too many: the open page is " + head.page();
      } else if (number != nextPage) {
        damage = "page " + nextPage + " is missing";
      } else {
        damage = UnreadFields.problem(document).map(p -> "page " + number + ": " + p).orElse(null);
        page.messages().forEach(messages);
        nextPage++;
      }
    } catch (RuntimeException e) {
      damage = "page " + number + " cannot be read: " + reason(e);
    }
  }

  private void moving(String what) {
    damage = what;
    moving = true;
  }

  /** After the last page: the canonical head; absent if something is wrong. */
  @Nullable JsonText finish() {
    StoredSession head = stored;
    if (damage != null || head == null) {
      return null;
    }
    if (!head.session().deleted() && nextPage != head.page()) {
      damage = "page " + nextPage + " is missing";
      return null;
    }
    head.session().messages().forEach(messages);
    return CanonicalForm.head(head.session());
  }

  /** After the last page: what was read. */
  Reading reading(SessionOutline.Messages outline) {
    JsonText head = finish();
    if (head != null) {
      return Reading.of(session, revision, outline.under(head));
    }
    String told = String.valueOf(damage);
    return new Reading(
        moving ? Entry.moving(session, revision, told) : Entry.damaged(session, revision, told),
        null);
  }

  private static StoredSession withUnread(StoredSession stored, BsonDocument document) {
    Map<String, JsonText> unread = UnreadFields.metadata(document);
    if (unread.isEmpty()) {
      return stored;
    }
    Map<String, JsonText> metadata = new LinkedHashMap<>(stored.session().metadata());
    metadata.putAll(unread);
    return new StoredSession(stored.session().withMetadata(metadata), stored.page());
  }

  /** Messages of our own say what; those of a library could carry content. */
  private static String reason(RuntimeException e) {
    return e instanceof IllegalArgumentException
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }
}
