package io.sessionfold.cli.web;

import io.sessionfold.event.IngressTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the event log can be published to: its topics are there, and each of their partitions has
 * a leader. Used by one thread.
 */
final class EventLogCheck implements Supplier<Finding>, AutoCloseable {
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final List<String> TOPICS =
      Stream.of(IngressTopic.values()).map(IngressTopic::topicName).toList();

  private final Map<String, Object> properties;
  private final String brokers;
  private @Nullable Admin admin;

  EventLogCheck(Map<String, String> kafka) {
    properties = new HashMap<>(kafka);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    brokers = "Kafka at " + kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
  }

  @Override
  public synchronized Finding get() {
    try {
      List<String> wrong = ask();
      return wrong.isEmpty() ? Finding.RUNNING : Finding.unavailable(String.join("; ", wrong));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.unavailable("its check was interrupted");
    }
  }

  private List<String> ask() throws InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> answers;
    try {
      answers =
          admin()
              .describeTopics(TOPICS, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
              .topicNameValues();
    } catch (KafkaException e) {
      // A host name that is not known, for example; it may be later.
      return List.of(brokers + " cannot be connected to: check bootstrap-servers and kafka.*");
    }
    List<String> wrong = new ArrayList<>();
    for (String topic : TOPICS) {
      String found = wrong(topic, answers.get(topic));
      if (!found.isEmpty() && !wrong.contains(found)) {
        wrong.add(found);
      }
    }
    return wrong;
  }

  private Admin admin() {
    if (admin == null) {
      admin = Admin.create(properties);
    }
    return admin;
  }

  private String wrong(String topic, @Nullable KafkaFuture<TopicDescription> answer)
      throws InterruptedException {
    try {
      return answer == null
          ? ""
          : leaderless(answer.get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return silent();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return "topic " + topic + " does not exist: create it with `sessionfold topics ensure`";
      }
      return e.getCause() instanceof AuthorizationException
              || e.getCause() instanceof AuthenticationException
          ? brokers + " refuses this client (" + e.getCause().getClass().getSimpleName() + ")"
          : silent();
    }
  }

  private String silent() {
    return brokers + " does not answer; it is asked again until it does";
  }

  private static String leaderless(TopicDescription topic) {
    return topic.partitions().stream()
        .filter(each -> each.leader() == null || each.leader().isEmpty())
        .map(TopicPartitionInfo::partition)
        .findFirst()
        .map(partition -> "partition " + partition + " of " + topic.name() + " has no leader")
        .orElse("");
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
