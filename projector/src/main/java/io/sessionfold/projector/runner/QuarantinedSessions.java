package io.sessionfold.projector.runner;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.store.QuarantineMark;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The marks of the partitions that a loop writes, and those among them that are to be stored. */
final class QuarantinedSessions {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantinedSessions.class);

  private final Map<SessionKey, QuarantineMark> marks = new HashMap<>();
  private final Map<SessionKey, QuarantineMark> unstored = new LinkedHashMap<>();

  void load(Collection<QuarantineMark> stored) {
    stored.forEach(mark -> marks.put(mark.session(), mark));
  }

  void add(QuarantineMark mark) {
    LOG.error(
        "{}: session {} is left out from revision {} on ({}): {}",
        mark.sink(),
        mark.session(),
        mark.from(),
        mark.kind(),
        mark.message());
    put(marks.merge(mark.session(), mark, QuarantineMark::merge));
  }

  /** Whether a session has a mark. */
  boolean isMarked(SessionKey session) {
    return marks.containsKey(session);
  }

  /**
   * Whether a change is left out. What comes before a mark's first change is not: nothing says that
   * it was durable when the mark was set.
   */
  boolean leavesOut(Applied change) {
    QuarantineMark mark = marks.get(change.session());
    return mark != null && change.revision() >= mark.from();
  }

  /** Widens the mark of a change that is left out. */
  void leave(SessionKey session, long revision) {
    QuarantineMark mark = marks.get(session);
    if (mark != null && revision > mark.to()) {
      put(mark.through(revision));
    }
  }

  private void put(QuarantineMark mark) {
    marks.put(mark.session(), mark);
    unstored.put(mark.session(), mark);
  }

  /** Stores what is not stored yet; an outage leaves it for the next call. */
  void store(Quarantine quarantine) {
    if (!unstored.isEmpty()) {
      quarantine.mark(unstored.values());
      unstored.clear();
    }
  }

  /** A session's changes are written again. */
  void release(SessionKey session) {
    marks.remove(session);
    unstored.remove(session);
  }

  void forget(int partition) {
    marks.values().removeIf(mark -> mark.partition() == partition);
    unstored.values().removeIf(mark -> mark.partition() == partition);
  }

  int size() {
    return marks.size();
  }
}
