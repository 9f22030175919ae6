package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Events;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker that somebody has altered since they were created. */
class TopicConfigsIT {
  @TempDir Path directory;
  private Cluster cluster;

  @BeforeEach
  void startBroker() {
    cluster = new Cluster(directory.resolve("broker"));
    assertThat(cluster.ensureTopics(Limits.DEFAULTS).problems()).isEmpty();
  }

  @AfterEach
  void stopBroker() {
    cluster.close();
  }

  @Test
  void each_altered_config_that_could_lose_something_is_refused_with_the_command_that_undoes_it()
      throws Exception {
    expectRefused("agent-messages", "cleanup.policy", "compact", "delete");
    expectRefused("agent-metadata", "cleanup.policy", "compact,delete", "delete");
    expectRefused("session-generations", "cleanup.policy", "delete", "compact");
    expectRefused("agent-messages", "retention.ms", "604800000", "-1");
    expectRefused("session-changes-1", "retention.ms", "604800000", "-1");
    expectRefused("agent-metadata", "retention.bytes", "1000000", "-1");
    expectRefused("session-dead-letters-1", "retention.bytes", "1000000", "-1");
    expectRefused("agent-messages", "message.timestamp.type", "CreateTime", "LogAppendTime");
    expectRefused("session-changes-1", "message.timestamp.type", "LogAppendTime", "CreateTime");
    expectRefused("agent-messages", "max.message.bytes", "1048588", "6356992");
    expectRefused("session-changes-1", "max.message.bytes", "1048588", "7340032");
    assertThat(cluster.checkTopics(Limits.DEFAULTS).problems()).as("all undone").isEmpty();
  }

  @Test
  void an_event_log_that_was_given_more_partitions_is_refused() throws Exception {
    List<String> shared =
        List.of("agent-messages", "agent-metadata", "session-changes-1", "session-dead-letters-1");
    for (String topic : shared) {
      cluster
          .admin
          .createPartitions(Map.of(topic, NewPartitions.increaseTo(2 * Cluster.PARTITIONS)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    Awaitility.await()
        .atMost(Cluster.PATIENCE)
        .until(() -> cluster.checkTopics(Limits.DEFAULTS).problems().size() == shared.size());
    assertThatThrownBy(() -> cluster.start(directory.resolve("state")))
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining("agent-messages: it has 8 partitions, session-changes-1 was made")
        .hasMessageContaining("copy the events by key into a new event log");
  }

  @Test
  void the_changelog_topics_take_the_largest_state_values() throws Exception {
    cluster.publish(EventLog.of(Events.appended("hi")));
    try (Projector projector = cluster.start(directory.resolve("state"))) {
      cluster.awaitChanges(1);
      assertThat(projector.status().reason()).isNull();
    }
    List<String> changelogs =
        cluster.topics().stream().filter(topic -> topic.endsWith("-changelog")).toList();
    assertThat(changelogs).hasSize(StoreName.values().length);
    for (String changelog : changelogs) {
      assertThat(config(changelog, "max.message.bytes"))
          .isEqualTo(Integer.toString(StateSizes.changelogMessageBytes(Limits.DEFAULTS)));
    }
  }

  /** Alters one config, sees the start refused, and does what the remedy says. */
  private void expectRefused(String topic, String key, String altered, String expected)
      throws Exception {
    set(topic, key, altered);
    assertThatThrownBy(() -> cluster.start(directory.resolve("state")))
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining(topic + ": " + key + " is " + altered + ", it must be " + expected)
        .hasMessageContaining(
            "kafka-configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(topic, key, expected));
    set(topic, key, expected);
  }

  private void set(String topic, String key, String value) throws Exception {
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    cluster
        .admin
        .incrementalAlterConfigs(Map.of(resource(topic), Set.of(set)))
        .all()
        .get(30, TimeUnit.SECONDS);
    // The controller answers before the broker, a reader of its log, has taken the value over.
    Awaitility.await().atMost(Cluster.PATIENCE).until(() -> config(topic, key).equals(value));
  }

  private String config(String topic, String key) throws Exception {
    Config config =
        cluster
            .admin
            .describeConfigs(Set.of(resource(topic)))
            .all()
            .get(30, TimeUnit.SECONDS)
            .get(resource(topic));
    return config.get(key).value();
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
