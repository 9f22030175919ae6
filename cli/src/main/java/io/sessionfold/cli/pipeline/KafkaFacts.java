package io.sessionfold.cli.pipeline;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.projector.topics.ClockCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What can be asked of Kafka from outside of the parts. Every answer comes within a few seconds, or
 * a {@link CommandException} that says what to do.
 */
public final class KafkaFacts implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String servers;
  private final Admin admin;

  /** Connects when it is first asked. */
  public KafkaFacts(Place place) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    properties.putAll(place.kafka());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    servers = place.bootstrapServers();
    admin = Admin.create(properties);
  }

  /** How many partitions a topic has. */
  public int partitions(String topic) {
    return describe(topic).partitions().size();
  }

  /**
   * The id that the brokers gave a topic.
   *
   * @throws CommandException if its newest record is of the future: the clock of the brokers is
   *     ahead of this machine's
   */
  public String topicId(String topic) {
    TopicDescription found = describe(topic);
    Collection<ListOffsetsResultInfo> newest =
        get(topic, admin.listOffsets(ClockCheck.question(topic, found.partitions().size())).all())
            .values();
    ClockCheck.problem(topic, newest, Instant.now())
        .ifPresent(
            problem -> {
              throw new CommandException(problem.toString());
            });
    return found.topicId().toString();
  }

  private TopicDescription describe(String topic) {
    return get(topic, admin.describeTopics(Set.of(topic)).topicNameValues().get(topic));
  }

  /** The committed offsets of a group; where it has committed none, there is none. */
  public Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    get("group " + group, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  /** The ends of what is committed on a topic. */
  public Map<TopicPartition, Long> ends(String topic, int partitions) {
    return ends(topic, partitions, IsolationLevel.READ_COMMITTED);
  }

  /** The ends of all that was written to a topic, open transactions included. */
  public Map<TopicPartition, Long> written(String topic, int partitions) {
    return ends(topic, partitions, IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<TopicPartition, Long> ends(String topic, int partitions, IsolationLevel level) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int p = 0; p < partitions; p++) {
      asked.put(new TopicPartition(topic, p), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(topic, admin.listOffsets(asked, new ListOffsetsOptions(level)).all())
        .forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  /**
   * Deletes a group and what it has committed.
   *
   * @return whether it is gone; not while it has a member
   */
  public boolean deleteGroup(String group) {
    KafkaFuture<Boolean> deleted =
        KafkaFuture.allOf(admin.deleteConsumerGroups(Set.of(group)).deletedGroups().get(group))
            .thenApply(done -> true);
    try {
      return get("group " + group, deleted);
    } catch (CommandException e) {
      Throwable cause = e.getCause() instanceof ExecutionException ? e.getCause().getCause() : null;
      if (cause instanceof GroupIdNotFoundException) {
        return true;
      }
      if (cause instanceof GroupNotEmptyException) {
        return false;
      }
      throw e;
    }
  }

  private <T> T get(String what, KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent(what, "no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new CommandException(
            "topic " + what + " does not exist: create it with `sessionfold topics ensure`", e);
      }
      throw silent(what, String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while asking Kafka for " + what, e);
    }
  }

  private CommandException silent(String what, String reason, Exception cause) {
    return new CommandException(
        "Kafka at "
            + servers
            + " does not answer for "
            + what
            + " ("
            + reason
            + "): check that the brokers run, can be reached and let this user in",
        cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
