package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.journal.Outcome;

/**
 * What this process has sequenced since it started:
 *
 * <pre>sessionfold.projector.records = applied + duplicate + rejected</pre>
 *
 * where the three are the values of tag {@code outcome} of {@code sessionfold.projector.changes}.
 * Records at or below the stored positions are not among them; they count as {@code
 * sessionfold.projector.skipped}.
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

  ProjectorCounters(MeterRegistry registry) {
    records = registry.counter("sessionfold.projector.records");
    skipped = registry.counter("sessionfold.projector.skipped");
    applied = changes(registry, Outcome.APPLIED);
    duplicate = changes(registry, Outcome.DUPLICATE);
    rejected = changes(registry, Outcome.REJECTED);
  }

  void sequenced(Outcome outcome) {
    records.increment();
    switch (outcome) {
      case APPLIED -> applied.increment();
      case DUPLICATE -> duplicate.increment();
      case REJECTED -> rejected.increment();
    }
  }

  void skipped() {
    skipped.increment();
  }

  private static Counter changes(MeterRegistry registry, Outcome outcome) {
    return registry.counter("sessionfold.projector.changes", "outcome", outcome.wireName());
  }
}
