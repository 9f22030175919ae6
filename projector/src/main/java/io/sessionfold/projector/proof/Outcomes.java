package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is found, session by session, as it comes: told, counted, and kept for the roots. */
final class Outcomes implements AutoCloseable {
  private final Consumer<Difference> differences;
  private final int toldAtMost;
  private final Map<Source, EntryRuns> said = new EnumMap<>(Source.class);
  private final Set<SessionKey> quarantined = new HashSet<>();
  private long sessions;
  private long messages;
  private long different;
  private long told;

  Outcomes(Set<Source> sources, ProofSettings settings, Consumer<Difference> differences) {
    this.differences = differences;
    this.toldAtMost = settings.told();
    for (Source source : sources) {
      said.put(source, new EntryRuns(settings.budget().scratch(), settings.heldEntries()));
    }
  }

  /** A session with what each source says of it. */
  void session(Map<Source, Entry> entries) {
    sessions++;
    entries.forEach(
        (source, entry) -> {
          EntryRuns runs = said.get(source);
          if (runs != null) {
            runs.add(entry);
          }
        });
    Entry log = entries.get(Source.LOG);
    messages += log == null ? 0 : log.messages();
  }

  /** What differs of one session. */
  void different(List<Difference> found) {
    different++;
    for (Difference difference : found) {
      if (difference.kind() == Difference.Kind.QUARANTINED) {
        quarantined.add(difference.session());
      }
      if (told++ < toldAtMost) {
        differences.accept(difference);
      }
    }
  }

  /** Whether it was told that a session is in quarantine. */
  boolean isQuarantined(SessionKey session) {
    return quarantined.contains(session);
  }

  ProofReport report(JournalLog log, Set<Source> leftOut, double seconds) {
    Map<Source, Roots> roots = new EnumMap<>(Source.class);
    said.forEach(
        (source, runs) -> {
          Iterator<Entry> sorted = runs.sorted();
          roots.put(
              source,
              Roots.of(new ThreeWayJoin(Map.of(source, sorted)), log.partitions(), log::partition));
        });
    return new ProofReport(roots, sessions, messages, different, leftOut, seconds);
  }

  @Override
  public void close() {
    said.values().forEach(EntryRuns::close);
  }
}
