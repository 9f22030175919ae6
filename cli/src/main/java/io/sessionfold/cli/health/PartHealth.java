package io.sessionfold.cli.health;

import io.sessionfold.cli.health.Observation.Kind;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be thought of one part. Pure: it follows from the last judgement, an observation and
 * the moment.
 *
 * <p>A part is <em>alive</em> unless it failed, hangs, or is frozen: it says that it runs, and
 * stands still before work that it could do. Whatever it only waits for (a store or the brokers, a
 * rebalance, a restoration, a lock) never counts against its life, since a restart would not bring
 * it. It is <em>ready</em> while it runs.
 *
 * @param reason why it is not alive or not ready, or what it does without although it is both; else
 *     empty
 * @param lag records that are left, as far as that is known
 * @param lagSeconds the age of the oldest of them; 0 if there is none, or its age is not known
 * @param observed what was judged
 * @param still by partition with work left, since when it stands where it stands, in the part's own
 *     time
 */
public record PartHealth(
    String part,
    String state,
    boolean live,
    boolean ready,
    boolean frozen,
    String reason,
    long lag,
    long lagSeconds,
    Observation observed,
    Map<String, Long> still) {
  /** Copies the map. */
  public PartHealth {
    still = Map.copyOf(still);
  }

  /**
   * Judges.
   *
   * @param before the last judgement of this part; absent for the first
   */
  public static PartHealth judge(
      @Nullable PartHealth before, Observation now, Patience patience, Moment moment) {
    Map<String, Long> still = still(before, now, patience);
    long silence = Math.max(moment.nanos() - now.saidAt(), 0);
    String frozen = frozen(now, still, patience);
    String dead = dead(now, silence, frozen, patience);
    String notReady = dead != null ? dead : notReady(now, silence, patience);
    return new PartHealth(
        now.part(),
        now.state(),
        dead == null,
        notReady == null,
        frozen != null,
        notReady == null ? now.reason() : notReady,
        now.lag(),
        lagSeconds(now, moment),
        now,
        still);
  }

  /**
   * Only what a part says from turn to turn counts as standing still. While it runs into a time-out
   * of a store, it says nothing for long; the count begins anew after that.
   */
  private static Map<String, Long> still(
      @Nullable PartHealth before, Observation now, Patience patience) {
    if (now.kind() != Kind.RUNNING) {
      return Map.of();
    }
    boolean steady =
        before != null && now.saidAt() - before.observed.saidAt() <= patience.silent().toNanos();
    Map<String, Long> still = new HashMap<>();
    now.backlog()
        .forEach(
            (partition, at) -> {
              if (at.lag() > 0) {
                boolean same = steady && before.standsAt(partition, at.position());
                Long since = same ? before.still.get(partition) : null;
                still.put(partition, since == null ? now.saidAt() : since);
              }
            });
    return still;
  }

  private boolean standsAt(String partition, long position) {
    Observation.At at = observed.backlog().get(partition);
    return at != null && at.position() == position;
  }

  private static @Nullable String frozen(
      Observation now, Map<String, Long> still, Patience patience) {
    return still.entrySet().stream()
        .filter(each -> now.saidAt() - each.getValue() >= patience.frozen().toNanos())
        .map(
            each ->
                "it runs and does not move on partition %s, which has work, for %d s: restart it, and report it with its log"
                    .formatted(each.getKey(), seconds(now.saidAt() - each.getValue())))
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String dead(
      Observation now, long silence, @Nullable String frozen, Patience patience) {
    if (now.kind() == Kind.FAILED) {
      return now.reason();
    }
    if (silence >= patience.hung().toNanos()) {
      return "it hangs: nothing was heard of it for %d s; restart it".formatted(seconds(silence));
    }
    return frozen;
  }

  private static @Nullable String notReady(Observation now, long silence, Patience patience) {
    if (now.kind() != Kind.RUNNING) {
      return now.reason().isEmpty() ? now.state() : now.reason();
    }
    return silence < patience.silent().toNanos()
        ? null
        : "a call to a store takes long: nothing was heard of it for %d s"
            .formatted(seconds(silence));
  }

  private static long lagSeconds(Observation now, Moment moment) {
    return now.lag() == 0 || now.behindSince() == null
        ? 0
        : Math.max(Duration.between(now.behindSince(), moment.wall()).toSeconds(), 0);
  }

  private static long seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds();
  }

  /** As answers and the status file show it. */
  JsonText json() {
    return new JsonWriter()
        .add("part", part)
        .add("state", state)
        .add("live", live)
        .add("ready", ready)
        .add("reason", reason.isEmpty() ? null : reason)
        .add("lag", lag)
        .add("lag_seconds", lagSeconds)
        .done();
  }
}
