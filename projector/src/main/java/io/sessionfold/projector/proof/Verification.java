package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.projector.proof.Examination.Verdict;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares documents and files with the pure fold of the journal, session by session
 * (docs/proof.md). Nothing is written but temporary files, and sinks may write on meanwhile.
 *
 * <p>First the sinks are waited for at the ends of the journal, and all sources are read once. What
 * is the same everywhere, at the same revision, is proved. Of the other sessions, which moved
 * meanwhile or are wrong, each projection is compared at its own revision with the log, after its
 * sink has passed another end of the journal. Where sinks are held, nothing moves and nothing is
 * waited for.
 *
 * <p>Memory is bounded whatever there is to compare: by the settings, some 40 bytes for each
 * message of the longest session, and one mark for each session in quarantine.
 */
public final class Verification {
  /** A session that cannot be compared so often is told. */
  private static final int ROUNDS = 5;

  private final JournalLog log;
  private final ProofSettings settings;
  private final ProofProgress progress;
  private final Quarantine quarantine;
  private final List<Projection> projections = new ArrayList<>();
  private final List<SinkPositions> sinks = new ArrayList<>();
  private final Map<Source, Integer> generations = new EnumMap<>(Source.class);
  private final Set<Source> leftOut = EnumSet.noneOf(Source.class);
  private long waited;

  private Verification(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      ProofTarget target,
      ProofSettings settings,
      ProofProgress progress) {
    this.log = new JournalLog(consumer, StoreNames.journal(target.journal()), settings.budget());
    this.settings = settings;
    this.progress = progress;
    this.quarantine = new MongoQuarantine(target.database());
    MongoWatermarks watermarks = new MongoWatermarks(target.database());
    Map<Integer, Long> ends = log.ends();
    boolean nothing = ends.values().stream().allMatch(end -> end == 0);
    for (Source source : List.of(Source.DOCUMENTS, Source.FILES)) {
      int generation = target.generation(source);
      SinkPositions positions = new SinkPositions(watermarks, generation, source);
      if (target.only().contains(source) && (nothing || positions.isUsed(ends))) {
        sinks.add(positions);
        generations.put(source, generation);
        projections.add(
            source == Source.DOCUMENTS
                ? new DocumentProjection(target.database(), generation)
                : new FileProjection(new SessionFilePaths(target.files(), generation)));
      } else {
        leftOut.add(source);
      }
    }
  }

  /**
   * Compares.
   *
   * @param consumer read_committed and without a group; its assignment is replaced
   * @param differences is told them as they are found, so many as the settings say
   * @throws ProofException if it cannot be made: nothing to compare, or a sink that is behind
   * @throws io.sessionfold.sink.StoreUnavailableException if MongoDB is away
   * @throws java.io.UncheckedIOException if files cannot be read, or temporary ones written
   */
  public static ProofReport prove(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      ProofTarget target,
      ProofSettings settings,
      ProofProgress progress,
      Consumer<Difference> differences) {
    Verification verification = new Verification(consumer, target, settings, progress);
    if (verification.projections.isEmpty()) {
      throw new ProofException(
          "no sink of this installation has read the journal, so there is nothing to compare with"
              + " the log: start them, or name another database");
    }
    Set<Source> sources = EnumSet.of(Source.LOG);
    verification.projections.forEach(projection -> sources.add(projection.source()));
    try (Outcomes outcomes = new Outcomes(sources, settings, differences)) {
      return verification.prove(outcomes);
    }
  }

  private ProofReport prove(Outcomes outcomes) {
    long begun = System.nanoTime();
    SessionKey session = settings.session();
    if (session == null) {
      Map<Integer, Long> passed = passed();
      progress.toRead(passed.values().stream().mapToLong(Long::longValue).sum());
      progress.doing("reading");
      try (Scans scans = new Scans(log, projections, passed, settings, progress)) {
        progress.doing("comparing");
        compare(scans.join(), outcomes);
      }
    } else {
      settle(Set.of(session), outcomes);
    }
    tellMarks(outcomes);
    double seconds = (System.nanoTime() - begun - waited) / 1e9;
    return outcomes.report(log, leftOut, seconds);
  }

  private void compare(ThreeWayJoin rows, Outcomes outcomes) {
    Set<SessionKey> candidates = new LinkedHashSet<>();
    while (rows.hasNext()) {
      Map<Source, Entry> row = rows.next();
      Entry first = row.values().iterator().next();
      if (row.size() == projections.size() + 1 && row.values().stream().allMatch(first::isSame)) {
        outcomes.session(row);
      } else {
        candidates.add(first.session());
        if (candidates.size() >= settings.candidates()) {
          settle(candidates, outcomes);
          candidates.clear();
        }
      }
    }
    settle(candidates, outcomes);
  }

  /** Journal positions that all sinks have passed. */
  private Map<Integer, Long> passed() {
    Map<Integer, Long> held = settings.held();
    if (held != null) {
      return held;
    }
    progress.doing("waiting for the sinks");
    long begun = System.nanoTime();
    Map<Integer, Long> ends = log.ends();
    sinks.forEach(sink -> sink.await(ends, settings.patience()));
    waited += System.nanoTime() - begun;
    return ends;
  }

  /** Looks at sessions until each is compared. */
  private void settle(Set<SessionKey> candidates, Outcomes outcomes) {
    Examination examination = new Examination(log, projections);
    Map<Integer, Long> held = settings.held();
    Supplier<Map<Integer, Long>> ends = held == null ? log::ends : () -> held;
    Set<SessionKey> left = new LinkedHashSet<>(candidates);
    for (int round = 1; !left.isEmpty(); round++) {
      Marks before = marks();
      Map<Integer, Long> passed = passed();
      progress.doing("looking closer at " + left.size() + " sessions");
      List<Verdict> verdicts = examination.examine(left, passed, ends);
      left.clear();
      Marks after = marks();
      for (Verdict verdict : verdicts) {
        if (round < ROUNDS && held == null && isOpen(verdict, before, after)) {
          left.add(verdict.session());
        } else {
          conclude(verdict, after, outcomes);
        }
      }
    }
  }

  /** What moves, and what was released from quarantine meanwhile. */
  private static boolean isOpen(Verdict verdict, Marks before, Marks after) {
    return verdict.moving()
        || verdict.differences().stream()
            .anyMatch(
                d -> before.has(d.source(), d.session()) && !after.has(d.source(), d.session()));
  }

  private void conclude(Verdict verdict, Marks marks, Outcomes outcomes) {
    if (verdict.entries().isEmpty()) {
      if (verdict.session().equals(settings.session())) {
        throw new ProofException(
            "there is no session "
                + verdict.session()
                + " in the log, and none in the projections");
      }
      return;
    }
    outcomes.session(said(verdict));
    if (verdict.moving()) {
      outcomes.different(List.of(unsettled(verdict)));
    } else if (!verdict.differences().isEmpty()) {
      outcomes.different(verdict.differences().stream().map(marks::explained).toList());
    }
  }

  /**
   * What goes into the roots. Projections that are right at different revisions say the same, which
   * stands there as what the log says at the revision of the first of them.
   */
  private Map<Source, Entry> said(Verdict verdict) {
    Entry logs = verdict.entries().get(Source.LOG);
    if (logs == null || verdict.moving() || !verdict.differences().isEmpty()) {
      return verdict.entries();
    }
    Map<Source, Entry> same = new EnumMap<>(Source.class);
    same.put(Source.LOG, logs);
    projections.forEach(projection -> same.put(projection.source(), logs));
    return same;
  }

  private Difference unsettled(Verdict verdict) {
    Map<Source, Entry> entries = verdict.entries();
    Source source =
        entries.keySet().stream()
            .filter(each -> isMoving(entries.get(each)))
            .findFirst()
            .orElse(projections.get(0).source());
    Entry entry = entries.get(source);
    Entry logs = entries.get(Source.LOG);
    return new Difference(
        verdict.session(),
        log.partition(verdict.session()),
        source,
        Difference.Kind.UNSETTLED,
        entry == null ? 0 : entry.revision(),
        logs == null ? 0 : logs.revision(),
        null,
        null,
        null,
        isMoving(entry) ? entry.damage() : "it changes faster than it is compared");
  }

  private static boolean isMoving(@Nullable Entry entry) {
    return entry != null && entry.isMoving();
  }

  private Marks marks() {
    return new Marks(quarantine, generations);
  }

  /** A session in quarantine is not proved, even if it is the same at this moment. */
  private void tellMarks(Outcomes outcomes) {
    SessionKey only = settings.session();
    for (Difference mark : marks().differences()) {
      boolean wanted =
          only == null ? settings.sample().test(mark.session()) : mark.session().equals(only);
      if (wanted && !outcomes.isQuarantined(mark.session())) {
        outcomes.different(List.of(mark));
      }
    }
  }
}
