package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What reads ask Kafka: where topics end, read_committed, and how far the projector has got.
 * Connects when it is first asked; thread-safe.
 */
final class KafkaLog implements AutoCloseable {
  private static final int FEW_BYTES = 1 << 18;

  private final Map<String, String> properties;
  private final ReaderSettings settings;
  private @Nullable Admin admin;
  private volatile int ingressPartitions;

  KafkaLog(ReaderSettings settings) {
    this.properties = settings.kafka();
    this.settings = settings;
  }

  /** Whether the settings name Kafka at all. */
  boolean isNamed() {
    return !properties.isEmpty();
  }

  /**
   * Refuses to go on without Kafka.
   *
   * @param what begins the sentence "… asks Kafka"
   */
  void require(String what) {
    if (!isNamed()) {
      throw new KafkaRequiredException(what);
    }
  }

  /** The partition of a session, as every Java client computes it from the record's key. */
  int partition(SessionKey key, Deadline deadline) {
    int partitions = ingressPartitions;
    if (partitions == 0) {
      partitions = partitions(IngressTopic.MESSAGES.topicName(), deadline);
      ingressPartitions = partitions;
    }
    return partition(key, partitions);
  }

  /** The partition of a session among so many. */
  static int partition(SessionKey key, int partitions) {
    byte[] bytes = key.toString().getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
  }

  /** How many partitions a topic has. */
  int partitions(String topic, Deadline deadline) {
    return topic(topic, deadline).partitions().size();
  }

  /** A topic as the brokers describe it. */
  TopicDescription topic(String topic, Deadline deadline) {
    return call(
            "topic " + topic,
            () -> admin().describeTopics(List.of(topic)).allTopicNames(),
            deadline)
        .get(topic);
  }

  /** The read_committed ends of partitions: next offsets. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, Deadline deadline) {
    return offsets(partitions, OffsetSpec.latest(), deadline);
  }

  /** The first offsets that are there. */
  Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions, Deadline deadline) {
    return offsets(partitions, OffsetSpec.earliest(), deadline);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec, Deadline deadline) {
    Map<TopicPartition, OffsetSpec> request =
        partitions.stream().collect(Collectors.toMap(p -> p, p -> spec));
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    call(
            "the ends of " + topics(partitions),
            () -> admin().listOffsets(request, committed).all(),
            deadline)
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** The committed offsets of a group; a partition that it has committed nothing of is absent. */
  Map<TopicPartition, Long> committed(String group, Deadline deadline) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    call(
            "the offsets of group " + group,
            () -> admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            deadline)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                offsets.put(partition, offset.offset());
              }
            });
    return offsets;
  }

  /** As {@link #consumer(Duration, int)}, for reads that want little and want it soon. */
  Consumer<byte[], byte[]> consumer(Duration longestFetch) {
    return consumer(longestFetch, FEW_BYTES);
  }

  /**
   * A consumer without a group, read_committed, that starts only where it is told to.
   *
   * @param longestFetch how long the broker may hold a fetch at the end of a log; a consumer that
   *     is sent elsewhere waits for the fetch that is under way
   * @param fetchBytes how much of a partition one fetch brings; a larger record comes alone
   */
  Consumer<byte[], byte[]> consumer(Duration longestFetch, int fetchBytes) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(longestFetch.toMillis()));
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
    config.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        Math.toIntExact(Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE)));
    try {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw unavailable("reading the journal", e);
    }
  }

  private synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> config = new HashMap<>(properties);
      admin = Admin.create(config);
    }
    return admin;
  }

  private <T> T call(String what, Supplier<KafkaFuture<T>> question, Deadline deadline) {
    try {
      long nanos = deadline.orIn(settings.timeout()).leftToAsk().toNanos();
      return question.get().get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(what, e);
    } catch (ExecutionException e) {
      throw unavailable(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw unavailable(what, e);
    }
  }

  /** What is said when Kafka does not answer. */
  ReadUnavailableException unavailable(String what, Throwable failure) {
    // A client that cannot be made wraps what is wrong with its settings.
    Throwable cause = failure.getCause() instanceof ConfigException wrong ? wrong : failure;
    return new ReadUnavailableException(
        "Kafka at "
            + properties.get("bootstrap.servers")
            + " does not answer for "
            + what
            + " ("
            + cause.getClass().getSimpleName()
            + (cause instanceof ConfigException ? ": " + cause.getMessage() : "")
            + "): check that it runs, can be reached, lets this user read, and that the topics are"
            + " there (sessionfold topics ensure)",
        cause);
  }

  private static Set<String> topics(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
