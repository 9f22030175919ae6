package io.sessionfold.cli.health;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be thought of a process. Pure, as {@link PartHealth}.
 *
 * @param phase what the process does as a whole
 * @param judgedAt in nanoseconds of {@link System#nanoTime}
 */
public record Health(Phase phase, List<PartHealth> parts, long judgedAt) {
  /** A judgement that is older than this says nothing. */
  private static final Duration STALE = Duration.ofSeconds(30);

  /** What a process does as a whole. */
  public enum Phase {
    /** Its parts are not started yet. */
    STARTING,
    /** Its parts are started. */
    SERVING,
    /** It was told to stop: it is alive until it has, and takes no more work. */
    STOPPING
  }

  /** Copies the list. */
  public Health {
    parts = List.copyOf(parts);
  }

  /** Of a process without parts yet. */
  public static Health starting(Moment moment) {
    return new Health(Phase.STARTING, List.of(), moment.nanos());
  }

  /** The next judgement. */
  public Health next(Phase now, List<Observation> observed, Patience patience, Moment moment) {
    List<PartHealth> judged = new ArrayList<>();
    for (Observation each : observed) {
      PartHealth before = part(each.part()).orElse(null);
      judged.add(PartHealth.judge(before, each, patience, moment));
    }
    return new Health(now, judged, moment.nanos());
  }

  /** The part of that name. */
  public Optional<PartHealth> part(String name) {
    return parts.stream().filter(each -> each.part().equals(name)).findFirst();
  }

  /** Whether a restart would mend nothing. */
  public boolean isLive(Moment moment) {
    return !isStale(moment)
        && (phase != Phase.SERVING || parts.stream().allMatch(PartHealth::live));
  }

  /** Whether every part does what it is there for. */
  public boolean isReady(Moment moment) {
    return !isStale(moment) && phase == Phase.SERVING && parts.stream().allMatch(PartHealth::ready);
  }

  /** Who judges is watched too. */
  private boolean isStale(Moment moment) {
    return moment.nanos() - judgedAt >= STALE.toNanos();
  }

  /** {@code {status, parts}}. */
  public JsonText json(String status) {
    return new JsonWriter().add("status", status).add("parts", partsJson()).done();
  }

  /** The parts alone. */
  public List<JsonText> partsJson() {
    return parts.stream().map(PartHealth::json).toList();
  }
}
