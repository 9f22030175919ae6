package io.sessionfold.cli.quarantine;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.jsonl.FileCheck.Problem;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.projector.topics.KeyPartition;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.store.QuarantineMark;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets a sink write damaged files anew: their sessions are put into quarantine as gaps, of which no
 * change was left out yet, and their release is asked for.
 */
public final class Repair {
  private static final String SINK = "jsonl";

  private final Quarantine quarantine;
  private final int generation;
  private final int partitions;

  /**
   * Of the files of one generation.
   *
   * @param partitions of the journal
   */
  public Repair(Quarantine quarantine, int generation, int partitions) {
    this.quarantine = quarantine;
    this.generation = generation;
    this.partitions = partitions;
  }

  /**
   * Asks for it. A session that is in quarantine already keeps its mark, and is released like any.
   *
   * @return the marks, one for each problem whose session is known
   */
  public List<QuarantineMark> request(Collection<Problem> problems) {
    Map<SessionKey, QuarantineMark> there =
        quarantine.all().stream()
            .filter(mark -> mark.generation() == generation && mark.sink().equals(SINK))
            .collect(Collectors.toMap(QuarantineMark::session, Function.identity()));
    List<QuarantineMark> marks = new ArrayList<>();
    List<QuarantineMark> fresh = new ArrayList<>();
    for (Problem problem : problems) {
      Optional<SessionKey> session = problem.session();
      if (session.isPresent()) {
        QuarantineMark mark = there.get(session.get());
        if (mark == null) {
          mark = mark(session.get(), problem.message());
          fresh.add(mark);
        }
        marks.add(mark);
      }
    }
    quarantine.mark(fresh);
    new Releasing(quarantine).request(marks);
    return marks;
  }

  private QuarantineMark mark(SessionKey session, String message) {
    byte[] key = session.toString().getBytes(StandardCharsets.UTF_8);
    int partition = KeyPartition.of(key, partitions);
    // From the first change on: while it is replayed, the loop leaves all of them out.
    return new QuarantineMark(
        generation, SINK, session, partition, 0, 1, 0, Kind.GAP, message, Instant.now());
  }
}
