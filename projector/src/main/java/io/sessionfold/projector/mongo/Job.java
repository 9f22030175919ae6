package io.sessionfold.projector.mongo;

import io.sessionfold.document.DocumentIds;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.SessionChanges;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** The changes of one session on their way into the store. */
final class Job {
  private final SessionChanges given;
  private final BsonString id;
  private List<Applied> pending;
  private Stored stored;
  private boolean whole;
  private Map<Long, Long> lostPages = Map.of();
  private Plan.@Nullable Write plan;

  Job(SessionChanges given, Stored stored) {
    this.given = given;
    this.id = new BsonString(DocumentIds.of(given.session()));
    this.pending = given.changes();
    this.stored = stored;
  }

  SessionKey key() {
    return given.session();
  }

  /** The {@code _id} of the session document. */
  BsonString id() {
    return id;
  }

  /** The changes that the store is not known to have. */
  List<Applied> pending() {
    return pending;
  }

  long to() {
    return given.to();
  }

  Plan plan() {
    Plan next = SessionPlanner.plan(key(), pending, stored, whole);
    plan = next instanceof Plan.Write write ? write : null;
    return next;
  }

  Plan.Write write() {
    if (plan == null) {
      throw new IllegalStateException("a job is planned before it is written");
    }
    return plan;
  }

  /** The session document is to be written whole from here on. */
  void writeWhole() {
    whole = true;
  }

  boolean isWhole() {
    return whole;
  }

  /** What was planned rests on something that has changed: the documents are read again. */
  void forgetDocuments() {
    if (!(stored instanceof Stored.Nothing)) {
      stored = new Stored.Assumed(stored.revision(), null);
    }
  }

  /**
   * Stored pages were of other revisions than planned; all is read again.
   *
   * @return whether they have moved since the last time
   */
  boolean losePages() {
    Map<Long, Long> expected = new HashMap<>();
    for (PageWrite page : write().pages()) {
      if (page instanceof PageWrite.Update update) {
        expected.put(update.page(), update.expected());
      } else if (page instanceof PageWrite.Replace replace) {
        expected.put(replace.page(), replace.expected());
      }
    }
    boolean moved = Collections.disjoint(expected.entrySet(), lostPages.entrySet());
    lostPages = expected;
    forgetDocuments();
    return moved;
  }

  void pagesRead(Map<Long, Optional<BsonDocument>> pages) {
    stored = ((Stored.Read) stored).with(pages);
  }

  /**
   * Goes on from what the store has.
   *
   * @return how many of the pending changes it has already; -1 if it is behind them
   */
  int continueFrom(Stored found) {
    long revision = found.revision();
    if (revision + 1 < pending.get(0).revision()) {
      return -1;
    }
    List<Applied> rest = given.after(revision);
    int had = pending.size() - rest.size();
    pending = rest;
    stored = found;
    return had;
  }
}
