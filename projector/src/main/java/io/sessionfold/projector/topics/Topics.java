package io.sessionfold.projector.topics;

import io.sessionfold.projector.topics.TopicPlan.PlannedTopic;
import io.sessionfold.sequence.Limits;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/**
 * Creates and checks the topics that a journal needs. Never changes a topic that exists. Not
 * thread-safe.
 */
public final class Topics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Admin admin;
  private final JournalRegister register;

  /**
   * Topics on a cluster.
   *
   * @param client properties of the Kafka clients, {@code bootstrap.servers} among them
   */
  public Topics(Map<String, Object> client) {
    admin = Admin.create(client);
    register = new JournalRegister(client);
  }

  /**
   * Creates what is missing and records what the journal is made with, if it is new. May be
   * repeated, and repeated after a crash.
   *
   * @param partitions of the event log, if it does not exist
   * @param replicationFactor -1: the brokers' default
   * @return the check of all topics afterwards
   */
  public TopicReport ensure(int journal, int partitions, int replicationFactor, Limits limits) {
    Map<String, FoundTopic> found = describe(journal, limits);
    int shared =
        found.values().stream()
            .filter(t -> !t.name().equals(TopicPlan.GENERATIONS))
            .mapToInt(FoundTopic::partitions)
            .findFirst()
            .orElse(partitions);
    List<PlannedTopic> planned = new TopicPlan(journal, limits).topics();
    for (PlannedTopic topic : planned) {
      if (!found.containsKey(topic.name())) {
        create(topic, topic.shared() ? shared : 1, replicationFactor);
      }
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (found.size() < planned.size()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("The brokers did not show the new topics in " + PATIENCE);
      }
      found = describe(journal, limits);
    }
    String name = StoreNames.journal(journal);
    if (register.read(journal) == null && register.isEmpty(name, shared)) {
      register.write(journal, JournalRecord.of(limits, shared, JournalRecord.ids(journal, found)));
    }
    return check(journal, limits);
  }

  /** Compares topics, brokers and client with how they must be. Changes nothing. */
  public TopicReport check(int journal, Limits limits) {
    List<TopicProblem> problems = new ArrayList<>();
    ClientVersion.problem(AppInfoParser.getVersion()).ifPresent(problems::add);
    brokerProblem().ifPresent(problems::add);
    Map<String, FoundTopic> found = describe(journal, limits);
    @Nullable JournalRecord record =
        found.containsKey(TopicPlan.GENERATIONS) ? register.read(journal) : null;
    TopicReport report = new TopicCheck(journal, limits, found).check(record);
    problems.addAll(report.problems());
    found.values().forEach(topic -> clockProblem(topic).ifPresent(problems::add));
    return new TopicReport(report.partitions(), problems);
  }

  /** The journals that are recorded; none on brokers without the topic of their records. */
  public KnownJournals journals() {
    return describe(TopicPlan.GENERATIONS).isEmpty() ? KnownJournals.NONE : register.all();
  }

  /** Tells consumers of journals which one readers are sent to; nothing if they know. */
  public void announce(int journal) {
    if (journals().active() != journal) {
      register.announce(journal);
    }
  }

  private void markDropped(int journal) {
    JournalRecord record =
        describe(TopicPlan.GENERATIONS).isEmpty() ? null : register.read(journal);
    if (record != null && !record.dropped()) {
      register.write(journal, record.asDropped());
    }
  }

  /**
   * Deletes a journal: marks it, waits until all projectors have left it, then deletes what they
   * have committed, its topics and those of their state. May be repeated after a crash.
   *
   * @throws IllegalStateException if a projector has not left it in time
   */
  public void drop(int journal, Duration patience) throws InterruptedException {
    markDropped(journal);
    new JournalDeletion(admin, journal).delete(patience);
  }

  private Optional<TopicProblem> brokerProblem() {
    boolean kraft =
        get(admin.describeFeatures().featureMetadata())
            .finalizedFeatures()
            .containsKey("metadata.version");
    return kraft
        ? Optional.empty()
        : Optional.of(
            new TopicProblem(
                "brokers",
                "they do not run in KRaft mode, so they are older than Kafka 4",
                "Upgrade them to Kafka 4.0 or newer"));
  }

  private Optional<TopicProblem> clockProblem(FoundTopic topic) {
    return ClockCheck.problem(
        topic.name(),
        get(admin.listOffsets(ClockCheck.question(topic.name(), topic.partitions())).all())
            .values(),
        Instant.now());
  }

  private void create(PlannedTopic topic, int partitions, int replicationFactor) {
    NewTopic created =
        new NewTopic(
                topic.name(),
                Optional.of(partitions),
                replicationFactor == -1 ? Optional.empty() : Optional.of((short) replicationFactor))
            .configs(topic.creationConfigs());
    try {
      wait(admin.createTopics(Set.of(created)).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "Could not create topic %s: %s".formatted(topic.name(), e.getCause()), e);
      }
    }
  }

  private Map<String, FoundTopic> describe(int journal, Limits limits) {
    Map<String, FoundTopic> found = new HashMap<>();
    for (PlannedTopic topic : new TopicPlan(journal, limits).topics()) {
      describe(topic.name()).ifPresent(t -> found.put(t.name(), t));
    }
    return found;
  }

  private Optional<FoundTopic> describe(String name) {
    try {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
      TopicDescription topic = wait(admin.describeTopics(Set.of(name)).topicNameValues().get(name));
      Config config = wait(admin.describeConfigs(Set.of(resource)).values().get(resource));
      return Optional.of(
          new FoundTopic(
              name,
              topic.topicId().toString(),
              topic.partitions().size(),
              config.entries().stream()
                  .filter(entry -> entry.value() != null)
                  .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failed(e);
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return wait(future);
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private static <T> T wait(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The brokers did not answer within " + PATIENCE + ": check bootstrap.servers", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking the brokers", e);
    }
  }

  private static IllegalStateException failed(ExecutionException e) {
    return new IllegalStateException("The brokers refused: " + e.getCause(), e);
  }

  @Override
  public void close() {
    register.close();
    admin.close(PATIENCE);
  }
}
