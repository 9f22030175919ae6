package io.sessionfold.testkit;

import static org.awaitility.Awaitility.await;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a real broker, shared by all tests of this JVM, and names on it that are the
 * test's own:
 *
 * <pre>{@code
 * @RegisterExtension final Brokers kafka = new Brokers();
 *
 * String topic = kafka.createTopic("agent-messages", 4);
 * connect(kafka.bootstrapServers());
 * }</pre>
 *
 * <p>Topics stay until the JVM ends; no test sees another's. For tests that stop, kill or configure
 * a broker, start an {@link EmbeddedBroker} of their own.
 */
public final class Brokers implements BeforeEachCallback {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private @Nullable EmbeddedBroker broker;
  private String suffix = "";

  @Override
  public void beforeEach(ExtensionContext context) {
    broker =
        SharedServer.get(
            context,
            EmbeddedBroker.class,
            directory -> EmbeddedBroker.start(BrokerConfig.in(directory.path())));
    suffix = UniqueNames.suffix();
  }

  /** {@code host:port}, as clients want it. */
  public String bootstrapServers() {
    return started().bootstrapServers();
  }

  /**
   * A name for a topic, a group or an application that only this test has. The same for the same
   * argument throughout a test.
   */
  public String name(String base) {
    started();
    return base + "-" + suffix;
  }

  /**
   * Creates a topic with Kafka's default configuration and answers its name, {@code name(base)}.
   */
  public String createTopic(String base, int partitions) {
    return createTopic(base, partitions, Map.of());
  }

  /** Creates a topic, waits until clients can see it, and answers its name, {@code name(base)}. */
  public String createTopic(String base, int partitions, Map<String, String> config) {
    String name = name(base);
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      answer(admin.createTopics(List.of(topic)).all());
      // The controller answers before the broker, a reader of the controller's log, knows the
      // topic.
      await().atMost(LIMIT).until(() -> answer(admin.listTopics().names()).contains(name));
    }
    return name;
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the broker", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The broker did not answer as it should", e);
    }
  }

  private EmbeddedBroker started() {
    if (broker == null) {
      throw new IllegalStateException(
          "Brokers is used before a test. Register it: @RegisterExtension final Brokers kafka = new Brokers();");
    }
    return broker;
  }
}
