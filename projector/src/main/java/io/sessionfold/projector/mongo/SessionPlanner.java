package io.sessionfold.projector.mongo;

import io.sessionfold.bson.ReadableBson;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionChange;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.SessionUpdate;
import io.sessionfold.document.StoredMessage;
import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Says what consecutive changes of one session must do to its documents, given what is known of
 * those. Pure: the same arguments give the same plan, and nothing is read or written.
 *
 * <p>Operations are computed for the net of the changes, so that no document is written twice. A
 * plain append is one update that needs nothing read.
 */
final class SessionPlanner {
  /**
   * An update with more than this is not pushed onto a document of unknown size: the document is
   * written whole, with its largest units as text if it must be.
   */
  private static final int LARGEST_UPDATE = 4 * 1024 * 1024;

  private final SessionKey key;
  private final List<Applied> changes;

  private SessionPlanner(SessionKey key, List<Applied> changes) {
    this.key = key;
    this.changes = changes;
  }

  /**
   * The plan.
   *
   * @param changes at least one, the first of revision {@code stored.revision() + 1}
   * @param whole whether the session document is to be written whole, since an update made it too
   *     large
   */
  static Plan plan(SessionKey key, List<Applied> changes, Stored stored, boolean whole) {
    if (changes.get(0).revision() != stored.revision() + 1) {
      throw new IllegalArgumentException("changes continue from the stored revision");
    }
    SessionPlanner planner = new SessionPlanner(key, changes);
    if (planner.last().type() == EventType.SESSION_DELETED) {
      return planner.deletion(stored);
    }
    if (stored instanceof Stored.Nothing) {
      return planner.first();
    }
    if (stored instanceof Stored.Assumed assumed) {
      return whole ? new Plan.NeedsDocument() : planner.unread(assumed);
    }
    return planner.read((Stored.Read) stored, whole);
  }

  private Applied last() {
    return changes.get(changes.size() - 1);
  }

  /** Everything goes: tombstones for all pages that there are or could be, then for the session. */
  private Plan deletion(Stored stored) {
    if (stored instanceof Stored.Assumed assumed && assumed.page() == null) {
      return new Plan.NeedsFence();
    }
    long open = stored.openPage();
    for (Applied change : changes) {
      Long page = change.page();
      open = page == null ? open : Math.max(open, page);
    }
    List<PageWrite> pages = new ArrayList<>();
    for (long page = 0; page <= open; page++) {
      BsonDocument tombstone =
          PageDocument.tombstone(key, page, last().revision(), last().event().time());
      pages.add(new PageWrite.Put(page, last().revision(), tombstone));
    }
    BsonDocument tombstone =
        SessionDocument.tombstone(key, last().revision(), last().event().time());
    return new Plan.Write(
        pages,
        stored instanceof Stored.Nothing
            ? new SessionWrite.Insert(tombstone)
            : new SessionWrite.Replace(stored.revision(), tombstone),
        0L);
  }

  private Plan first() {
    Session session = Session.fold(Session.before(key), changes);
    FirstPages first = FirstPages.of(session, changes);
    Optional<List<PageWrite>> pages = first.writes(key);
    Optional<BsonDocument> document = SessionDocument.write(session);
    return pages.isEmpty() || document.isEmpty()
        ? tooLarge(0)
        : new Plan.Write(pages.get(), new SessionWrite.Insert(document.get()), first.open());
  }

  private Plan unread(Stored.Assumed stored) {
    if (needsTail(stored.page())) {
      return new Plan.NeedsDocument();
    }
    MessageFold messages = MessageFold.onto(stored);
    SessionChange change = new SessionChange();
    fold(change, messages);
    BsonDocument update = SessionUpdate.append(change, Slot.stored(messages.tail()));
    if (ReadableBson.size(update) > LARGEST_UPDATE) {
      return new Plan.NeedsDocument();
    }
    Long page = messages.assumedPage();
    return new Plan.Write(
        List.of(), new SessionWrite.Update(stored.revision(), page, update), messages.knownPage());
  }

  /**
   * Whether a page closes, or a message changes that these changes do not append. Nothing is
   * decoded for it: what needs the document is folded once, onto the document.
   */
  private boolean needsTail(@Nullable Long openPage) {
    record Place(@Nullable String agent, @Nullable Long index) {}
    Set<Place> appended = new HashSet<>();
    Long open = openPage;
    for (Applied change : changes) {
      Long page = change.page();
      if (page == null) {
        continue;
      }
      Place place = new Place(change.agent(), change.index());
      if (change.type() != EventType.MESSAGE_APPENDED) {
        if (!appended.contains(place)) {
          return true;
        }
      } else if (open != null && page > open) {
        return true;
      } else {
        open = page;
        appended.add(place);
      }
    }
    return false;
  }

  private Plan read(Stored.Read stored, boolean whole) {
    MessageFold messages = MessageFold.onto(stored);
    SessionChange change = new SessionChange();
    if (!fold(change, messages)) {
      return refuse(
          Kind.GAP, stored, "a message that changes is not in the stored documents of its session");
    }
    TreeSet<Long> missing = new TreeSet<>(messages.storedEdits().keySet());
    missing.removeAll(stored.pages().keySet());
    if (!missing.isEmpty()) {
      return new Plan.NeedsPages(missing);
    }
    return new Pages(stored, messages).plan(whole, change);
  }

  /** Decodes every change once; {@code false} if a message is not where it should be. */
  private boolean fold(SessionChange change, MessageFold messages) {
    boolean found = true;
    for (Applied applied : changes) {
      SessionEvent event = applied.resolved();
      change.add(applied, event);
      MessageEdit edit = MessageEdit.of(applied, event);
      if (event instanceof MessageAppended appended) {
        messages.append(applied, Message.appended(applied, appended));
      } else if (edit != null) {
        found &= messages.edit(edit);
      }
    }
    return found;
  }

  private static Plan tooLarge(long storedRevision) {
    return new Plan.Refuse(
        new Refusal(
            Kind.REFUSED,
            storedRevision,
            "its document is larger than MongoDB takes, even as text: use smaller pages"
                + " (journal.page.bytes)"));
  }

  private static Plan refuse(Kind kind, Stored stored, String what) {
    return new Plan.Refuse(
        new Refusal(kind, stored.revision(), what + ": restore or rebuild the projection"));
  }

  /** The rest of a plan for a stored document that was read. */
  private final class Pages {
    private final Stored.Read stored;
    private final MessageFold messages;
    private final List<PageWrite> writes = new ArrayList<>();

    Pages(Stored.Read stored, MessageFold messages) {
      this.stored = stored;
      this.messages = messages;
    }

    Plan plan(boolean whole, SessionChange change) {
      for (var entry : messages.closed().entrySet()) {
        long page = entry.getKey();
        MessageFold.Closed closed = entry.getValue();
        Optional<BsonDocument> document =
            PageDocument.write(key, page, closed.revision(), Slot.stored(closed.slots()));
        if (document.isEmpty()) {
          return tooLarge(stored.revision());
        }
        writes.add(new PageWrite.Put(page, closed.revision(), document.get()));
      }
      for (var entry : messages.storedEdits().entrySet()) {
        Optional<BsonDocument> page =
            Objects.requireNonNull(stored.pages().get(entry.getKey()), "pages were read");
        if (page.isEmpty()) {
          return refuse(Kind.GAP, stored, "page " + entry.getKey() + " is missing");
        }
        Optional<Plan> refused =
            StoredPageEdit.of(key, entry.getKey(), page.get(), entry.getValue(), writes)
                ? Optional.empty()
                : Optional.of(tooLarge(stored.revision()));
        if (refused.isPresent()) {
          return refused.get();
        }
      }
      return session(whole, change);
    }

    private Plan session(boolean whole, SessionChange change) {
      List<StoredMessage> tail = Slot.stored(messages.tail());
      BsonDocument update =
          messages.tailChanged()
              ? SessionUpdate.replaceTail(
                  change, messages.formerAgents(), tail, messages.openPage())
              : SessionUpdate.append(change, Slot.stored(messages.appended()));
      SessionWrite write = new SessionWrite.Update(stored.revision(), null, update);
      if (whole || ReadableBson.size(update) > LARGEST_UPDATE) {
        Session before = SessionDocument.read(stored.document()).session();
        Optional<BsonDocument> document = SessionDocument.write(Session.fold(before, changes));
        if (document.isEmpty()) {
          return tooLarge(stored.revision());
        }
        write = new SessionWrite.Replace(stored.revision(), document.get());
      }
      return new Plan.Write(writes, write, messages.openPage());
    }
  }
}
