package io.sessionfold.query;

import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredPage;
import io.sessionfold.document.StoredSession;
import io.sessionfold.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;

/**
 * Puts a session together from its document and its pages, at one revision.
 *
 * <p>A sink writes pages before the session document, and a page's fence is the revision of the
 * last change that touched it. So a page that is read after the session document of revision r has
 * every change up to r; if its fence is not above r, it has nothing else. A fence above r means
 * that the session changed meanwhile: the session document is read again, and of the pages those
 * that changed since r.
 */
final class WholeSession {
  /** How long a sink may be between a page and its session document before it counts as stopped. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private final SessionDocuments documents;
  private final TreeMap<Long, StoredPage> pages = new TreeMap<>();

  WholeSession(SessionDocuments documents) {
    this.documents = documents;
  }

  /** The session; empty if there is none or it is deleted. */
  Optional<Session> read() {
    Deadline settled = null;
    long known = 0;
    while (true) {
      Optional<BsonDocument> document = documents.session();
      if (document.isEmpty()) {
        return Optional.empty();
      }
      StoredSession stored = SessionDocument.read(document.get());
      long revision = stored.session().revision();
      readPages(stored.page(), known);
      if (settled == null || revision > known) {
        // While the session moves, its sink runs, however long the pages take to read.
        settled = Deadline.in(SETTLING);
      }
      known = revision;
      if (pages.values().stream().allMatch(page -> page.revision() <= revision)) {
        return Optional.of(stored.with(List.copyOf(pages.values())));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw ReadUnavailableException.interrupted(null);
      }
      if (settled.passed()) {
        throw unsettled(revision);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Brings the pages below {@code open} up to date; those held were current at {@code known}. */
  private void readPages(long open, long known) {
    long held = pages.size();
    for (long from = 0; from < held; from += SessionDocuments.AT_ONCE) {
      keep(documents.pagesChangedAfter(known, from, chunkEnd(from, held)));
    }
    for (long from = held; from < open; from += SessionDocuments.AT_ONCE) {
      keep(documents.pages(from, chunkEnd(from, open)));
    }
    if (pages.size() != open) {
      throw missing(open);
    }
  }

  private static long chunkEnd(long from, long end) {
    return Math.min(from + SessionDocuments.AT_ONCE, end);
  }

  private void keep(List<BsonDocument> read) {
    for (BsonDocument document : new ArrayList<>(read)) {
      StoredPage page = PageDocument.read(document);
      pages.put(page.page(), page);
    }
  }

  private SessionDamagedException missing(long open) {
    return new SessionDamagedException(
        "of the "
            + open
            + " pages of "
            + documents.key()
            + " only "
            + pages.size()
            + " are in MongoDB: if pages were removed by hand, restore them or rebuild the"
            + " projection");
  }

  private SessionDamagedException unsettled(long revision) {
    return new SessionDamagedException(
        "a page of "
            + documents.key()
            + " is ahead of its session, which stays at revision "
            + revision
            + ": a sink stopped in the middle of a write. Start the mongo sink, which finishes it;"
            + " the session without its older messages can be read meanwhile");
  }
}
