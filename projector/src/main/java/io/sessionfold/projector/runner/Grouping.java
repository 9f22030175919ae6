package io.sessionfold.projector.runner;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A stretch of the journal, grouped for a sink. Pure: the same records and the same quarantine give
 * the same batch.
 *
 * @param batch what the sink is given
 * @param left how far each quarantined session was left out: its last revision
 * @param refused what no sink is given: sessions whose revisions have a hole in the journal
 * @param counts all but what the sink answers
 */
record Grouping(
    ChangeBatch batch,
    Map<SessionKey, Long> left,
    Map<SessionKey, Refusal> refused,
    SinkCounts counts) {
  /** Groups records that are in order within each partition. */
  static Grouping of(List<JournalRecord> records, Predicate<Applied> leftOut) {
    Grouper grouper = new Grouper(leftOut);
    records.forEach(grouper::add);
    return grouper.done();
  }

  /** The counts, with what the sink answered. */
  SinkCounts counts(WriteResult result) {
    return counts.plus(
        new SinkCounts(
            0,
            0,
            0,
            0,
            result.written(),
            result.skipped(),
            result.refusedChanges(),
            0,
            batch.isEmpty() ? 0 : 1));
  }

  private static final class Grouper {
    private final Predicate<Applied> leftOut;
    private final Map<SessionKey, Collected> sessions = new LinkedHashMap<>();
    private final List<Rejected> rejections = new ArrayList<>();
    private final Map<SessionKey, Long> left = new LinkedHashMap<>();
    private final Map<SessionKey, Refusal> refused = new LinkedHashMap<>();
    private long applied;
    private long duplicates;
    private long skipped;
    private long inHoles;
    private long leftChanges;

    private Grouper(Predicate<Applied> leftOut) {
      this.leftOut = leftOut;
    }

    private void add(JournalRecord record) {
      if (record.change() instanceof Applied change) {
        applied++;
        add(record, change);
      } else if (record.change() instanceof Rejected rejection) {
        rejections.add(rejection);
      } else if (record.change() instanceof Duplicate) {
        duplicates++;
      }
    }

    private void add(JournalRecord record, Applied change) {
      SessionKey session = change.session();
      if (leftOut.test(change)) {
        left.merge(session, change.revision(), Math::max);
        leftChanges++;
        return;
      }
      Collected collected = sessions.computeIfAbsent(session, s -> new Collected(record, change));
      if (refused.containsKey(session) || change.revision() > collected.next) {
        // Across two batches the sink would find the same gap; where a batch ends must not matter.
        refused.computeIfAbsent(session, s -> hole(collected.next));
        inHoles++;
      } else if (change.revision() < collected.next) {
        skipped++;
      } else {
        collected.changes.add(change);
        collected.next++;
      }
    }

    private static Refusal hole(long missing) {
      return new Refusal(
          Kind.GAP,
          missing - 1,
          "the journal has no revision "
              + missing
              + " of this session: rebuild from the event log into a new journal");
    }

    private Grouping done() {
      List<SessionChanges> grouped = new ArrayList<>(sessions.size());
      sessions.forEach((session, c) -> grouped.add(c.changes(session)));
      SinkCounts counts =
          new SinkCounts(
              applied + duplicates + rejections.size(),
              applied,
              duplicates,
              rejections.size(),
              0,
              skipped,
              inHoles,
              leftChanges,
              0);
      return new Grouping(new ChangeBatch(grouped, rejections), left, refused, counts);
    }
  }

  private static final class Collected {
    private final int partition;
    private final long firstOffset;
    private final List<Applied> changes = new ArrayList<>();
    private long next;

    private Collected(JournalRecord record, Applied first) {
      this.partition = record.partition();
      this.firstOffset = record.offset();
      this.next = first.revision();
    }

    private SessionChanges changes(SessionKey session) {
      return new SessionChanges(session, partition, firstOffset, changes);
    }
  }
}
