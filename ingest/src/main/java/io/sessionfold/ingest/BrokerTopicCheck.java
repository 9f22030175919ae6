package io.sessionfold.ingest;

import io.sessionfold.event.IngressTopic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks the broker, once for each topic that exists. A producer must not ask itself: its question
 * makes a broker with {@code auto.create.topics.enable} create the topic, with a partition count
 * and a retention that the event log can never have.
 */
final class BrokerTopicCheck implements TopicCheck {
  private final Map<String, Object> properties;
  private final long maxBlockMillis;
  private final Set<IngressTopic> existing = ConcurrentHashMap.newKeySet();
  private final ReentrantLock asking = new ReentrantLock();

  BrokerTopicCheck(PublisherSettings settings) {
    this.properties = ClientProperties.admin(settings);
    this.maxBlockMillis = settings.maxBlock().toMillis();
  }

  @Override
  public void require(IngressTopic topic) {
    if (existing.contains(topic)) {
      return;
    }
    long start = System.nanoTime();
    try {
      if (!asking.tryLock(maxBlockMillis, TimeUnit.MILLISECONDS)) {
        throw new TimeoutException("another thread still asks whether the topic exists");
      }
      try {
        if (!existing.contains(topic)) {
          ask(topic, maxBlockMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
          existing.add(topic);
        }
      } finally {
        asking.unlock();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void ask(IngressTopic topic, long millis) throws InterruptedException {
    DescribeTopicsOptions options =
        new DescribeTopicsOptions().timeoutMs((int) Math.max(1, millis));
    try (Admin admin = Admin.create(properties)) {
      admin.describeTopics(List.of(topic.topicName()), options).allTopicNames().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    }
  }
}
