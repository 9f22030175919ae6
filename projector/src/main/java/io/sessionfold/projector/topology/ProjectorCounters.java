package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Outcome;
import io.sessionfold.journal.RejectionCode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/**
 * What this process has sequenced since it started:
 *
 * <pre>sessionfold.projector.records = applied + duplicate + rejected</pre>
 *
 * where the three are the values of tag {@code outcome} of {@code sessionfold.projector.changes}.
 * Records at or below the stored positions are not among them; they count as {@code
 * sessionfold.projector.skipped}. Each rejected one is a dead letter; why is counted in {@code
 * sessionfold.projector.rejections} by {@code code}, once for each code of the record.
 *
 * <p>A transaction that is aborted stays counted and its records are counted again, so over crashes
 * the truth is the committed journal: it has one change for each record of the event log.
 */
final class ProjectorCounters {
  private final Counter records;
  private final Counter skipped;
  private final Counter applied;
  private final Counter duplicate;
  private final Counter rejected;
  private final Map<RejectionCode, Counter> rejections = new EnumMap<>(RejectionCode.class);

  ProjectorCounters(MeterRegistry registry) {
    records = registry.counter("sessionfold.projector.records");
    skipped = registry.counter("sessionfold.projector.skipped");
    applied = changes(registry, Outcome.APPLIED);
    duplicate = changes(registry, Outcome.DUPLICATE);
    rejected = changes(registry, Outcome.REJECTED);
    for (RejectionCode code : RejectionCode.values()) {
      rejections.put(
          code, registry.counter("sessionfold.projector.rejections", "code", code.wireName()));
    }
  }

  void sequenced(Outcome outcome) {
    records.increment();
    switch (outcome) {
      case APPLIED -> applied.increment();
      case DUPLICATE -> duplicate.increment();
      case REJECTED -> rejected.increment();
    }
  }

  /** Why, once for each code: it becomes a dead letter. */
  void rejected(Rejected rejection) {
    EnumSet<RejectionCode> codes = EnumSet.noneOf(RejectionCode.class);
    rejection.reasons().forEach(reason -> codes.add(reason.code()));
    codes.forEach(code -> rejections.get(code).increment());
  }

  void skipped() {
    skipped.increment();
  }

  private static Counter changes(MeterRegistry registry, Outcome outcome) {
    return registry.counter("sessionfold.projector.changes", "outcome", outcome.wireName());
  }
}
