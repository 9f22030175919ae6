package io.sessionfold.projector.topology;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of its partitions of the event log a projector has not sequenced, as the brokers know it:
 * from the offsets that it committed with its transactions, so a thread that hangs cannot hide it.
 *
 * @param askedAt when the brokers were asked, in nanoseconds of {@link System#nanoTime}
 * @param silence why the brokers gave no answer; absent if they did
 * @param positions the committed offset, by topic and partition
 * @param lag records from there to the end; zero where only markers of transactions are left
 * @param since when the oldest record that is not sequenced was recorded, as well as it is known
 */
public record ProjectorBacklog(
    long askedAt,
    @Nullable String silence,
    Map<String, Long> positions,
    Map<String, Long> lag,
    @Nullable Instant since) {
  /** Copies the maps, in order. */
  public ProjectorBacklog {
    positions = Collections.unmodifiableMap(new TreeMap<>(positions));
    lag = Collections.unmodifiableMap(new TreeMap<>(lag));
  }

  /** Of a projector that nobody was asked about yet. */
  static ProjectorBacklog unknown(long at) {
    return new ProjectorBacklog(at, null, Map.of(), Map.of(), null);
  }

  /** Of one whose brokers do not answer. */
  static ProjectorBacklog silent(long at, String silence) {
    return new ProjectorBacklog(at, silence, Map.of(), Map.of(), null);
  }
}
