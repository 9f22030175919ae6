package io.sessionfold.projector.runner;

import io.sessionfold.store.StoreNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a sink: read_committed, in the group of its sink and generation.
 *
 * <p>Assignment is cooperative: a sink holds locks, open files and fences for each partition, and a
 * rebalance then takes away only the partitions that move, while the others flow on. There is no
 * automatic reset: a sink starts from its watermarks, and a journal that does not reach them is an
 * error, not a reason to begin somewhere else.
 */
public final class JournalConsumer {
  /** What correctness relies on. */
  private static final Map<String, Object> FIXED =
      Map.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "none",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class);

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          List.of(CooperativeStickyAssignor.class),
          // A killed process holds its partitions, and whoever joins after it, for so long.
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
          10_000,
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
          2_000,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          5_000,
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          16 << 20,
          // A store may take its time-outs several times in one batch before it says so.
          ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
          300_000);

  private JournalConsumer() {}

  /**
   * A consumer for {@link SinkFeed}.
   *
   * @param properties of the Kafka client; {@code bootstrap.servers} at least
   * @param member the name of this process in its group
   * @throws IllegalArgumentException if they set what correctness relies on
   */
  public static Consumer<byte[], byte[]> open(
      Map<String, ?> properties, String sink, int generation, MemberName member) {
    Map<String, Object> config = config(properties, sink, generation);
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member.toString());
    return new KafkaConsumer<>(config);
  }

  /**
   * A consumer that belongs to no group: it is given its partition, and disturbs nobody.
   *
   * @throws IllegalArgumentException as {@link #open}
   */
  public static Consumer<byte[], byte[]> openForReplay(
      Map<String, ?> properties, String sink, int generation) {
    Map<String, Object> config = config(properties, sink, generation);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(config);
  }

  static Map<String, Object> config(Map<String, ?> properties, String sink, int generation) {
    Map<String, Object> fixed = new HashMap<>(FIXED);
    fixed.put(ConsumerConfig.GROUP_ID_CONFIG, StoreNames.consumerGroup(sink, generation));
    for (String name : fixed.keySet()) {
      if (properties.containsKey(name)) {
        throw new IllegalArgumentException(
            "the Kafka setting " + name + " of the " + sink + " sink is fixed: remove it");
      }
    }
    Map<String, Object> config = new HashMap<>(DEFAULTS);
    config.putAll(properties);
    config.putAll(fixed);
    return config;
  }
}
