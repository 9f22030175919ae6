package io.sessionfold.projector.topology;

import io.sessionfold.projector.topics.ClientProperties;
import io.sessionfold.sequence.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a projector is started with. Nothing that correctness relies on can be set here: the
 * guarantees of Streams, of its producer and of its consumer are fixed.
 *
 * @param bootstrapServers of the brokers
 * @param journal the number of the journal that it writes, from 1
 * @param limits those that the journal was made with; others are refused at start
 * @param stateDirectory for the state stores; a copy of what is in the changelog topics, which
 *     saves the time to restore them. One directory serves one process
 * @param threads each has its tasks, its producer and its transaction
 * @param standbyReplicas other instances that keep a copy of each task's state
 * @param replicationFactor of the changelog topics; -1 is the brokers' default
 * @param commitInterval how long a transaction is kept open at most: changes become visible with
 *     its end
 * @param cacheBytes heap for state that is written more than once in a transaction
 * @param rocksDbBytes memory outside the heap for all stores of this JVM together
 * @param merging whether records of both topics are taken by {@code recorded_at}, as far as the
 *     brokers have them: for a journal that is made from an event log that is there already
 * @param client further properties of the Kafka clients: security and connections only
 */
public record ProjectorSettings(
    String bootstrapServers,
    int journal,
    Limits limits,
    Path stateDirectory,
    int threads,
    int standbyReplicas,
    int replicationFactor,
    Duration commitInterval,
    long cacheBytes,
    long rocksDbBytes,
    boolean merging,
    Map<String, String> client) {
  private static final long MIB = 1024 * 1024;

  /** Refuses what cannot work. */
  public ProjectorSettings {
    check(journal >= 1, "projector.journal is a number from 1", journal);
    check(threads >= 1 && threads <= 64, "projector.threads is 1 to 64", threads);
    check(standbyReplicas >= 0, "projector.standby-replicas is 0 or more", standbyReplicas);
    check(
        replicationFactor >= 1 || replicationFactor == -1,
        "projector.replication-factor is 1 or more, or -1 for the brokers' default",
        replicationFactor);
    check(
        !commitInterval.isNegative()
            && commitInterval.toMillis() >= 10
            && commitInterval.toMillis() <= 5_000,
        "projector.commit-interval is 10 ms to 5 s",
        commitInterval);
    check(cacheBytes >= 0, "projector.cache-bytes is 0 or more", cacheBytes);
    check(
        rocksDbBytes >= 32 * MIB,
        "projector.rocksdb-bytes is " + 32 * MIB + " or more",
        rocksDbBytes);
    client = Map.copyOf(client);
    client.keySet().forEach(ProjectorSettings::checkAllowed);
  }

  /** The defaults for one process. */
  public static ProjectorSettings of(String bootstrapServers, int journal, Path stateDirectory) {
    return new ProjectorSettings(
        bootstrapServers,
        journal,
        Limits.DEFAULTS,
        stateDirectory,
        2,
        0,
        -1,
        Duration.ofMillis(50),
        32 * MIB,
        192 * MIB,
        false,
        Map.of());
  }

  /** The same with other limits. */
  public ProjectorSettings with(Limits otherLimits) {
    return new ProjectorSettings(
        bootstrapServers,
        journal,
        otherLimits,
        stateDirectory,
        threads,
        standbyReplicas,
        replicationFactor,
        commitInterval,
        cacheBytes,
        rocksDbBytes,
        merging,
        client);
  }

  /** The same with another number of threads. */
  public ProjectorSettings withThreads(int otherThreads) {
    return new ProjectorSettings(
        bootstrapServers,
        journal,
        limits,
        stateDirectory,
        otherThreads,
        standbyReplicas,
        replicationFactor,
        commitInterval,
        cacheBytes,
        rocksDbBytes,
        merging,
        client);
  }

  /** The same with another commit interval. */
  public ProjectorSettings withCommitInterval(Duration interval) {
    return new ProjectorSettings(
        bootstrapServers,
        journal,
        limits,
        stateDirectory,
        threads,
        standbyReplicas,
        replicationFactor,
        interval,
        cacheBytes,
        rocksDbBytes,
        merging,
        client);
  }

  /** The same, with the records of both topics taken by their time. */
  public ProjectorSettings asMerging() {
    return new ProjectorSettings(
        bootstrapServers,
        journal,
        limits,
        stateDirectory,
        threads,
        standbyReplicas,
        replicationFactor,
        commitInterval,
        cacheBytes,
        rocksDbBytes,
        true,
        client);
  }

  private static void checkAllowed(String key) {
    check(
        ClientProperties.mayBeSet(key),
        "Kafka client properties that can be set begin with one of " + ClientProperties.ALLOWED,
        key);
  }

  private static void check(boolean valid, String expected, Object value) {
    if (!valid) {
      throw new IllegalArgumentException(expected + "; it is " + value);
    }
  }
}
