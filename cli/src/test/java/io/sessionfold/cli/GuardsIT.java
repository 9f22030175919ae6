package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.EmbeddedMongo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that are started on what does not belong together. */
class GuardsIT {
  private static final String JOURNAL = "session-changes-1";

  @TempDir private Path directory;

  private EmbeddedBroker broker;
  private EmbeddedMongo mongo;
  private Admin admin;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    mongo = EmbeddedMongo.inMemory();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    ensureTopics();
  }

  @AfterEach
  void stop() {
    admin.close();
    mongo.close();
    broker.close();
  }

  @Test
  void a_journal_that_was_created_again_is_not_written_into_the_old_ones_generation()
      throws Exception {
    try (CommandProcess sink = sink("before")) {
      sink.awaitSaid("ready\n");
      assertThat(sink.stop()).isZero();
    }
    int partitions = partitions();
    admin.deleteTopics(List.of(JOURNAL)).all().get(1, TimeUnit.MINUTES);
    Answer topics = Answer.of(with("topics", "ensure"));
    assertThat(topics.code()).isEqualTo(1);
    assertThat(topics.err()).contains(JOURNAL, "was deleted and created again");
    assertThat(partitions()).isEqualTo(partitions);
    try (CommandProcess sink = sink("after")) {
      assertThat(sink.exitCode()).isEqualTo(1);
      assertThat(sink.said())
          .contains("generation 1 is made from a topic " + JOURNAL)
          .contains("it was deleted and created again")
          .contains("rebuild into a new generation");
    }
  }

  @Test
  void a_sink_waits_while_the_newest_change_is_of_the_future() throws Exception {
    append(JOURNAL);
    try (CommandProcess sink = sink("log")) {
      sink.awaitSaid("ahead of this machine's clock");
      assertThat(sink.said()).contains("waiting: mongo-sink", "Set the clocks");
      assertThat(sink.stop()).isZero();
    }
  }

  @Test
  void a_projector_does_not_start_while_the_newest_event_is_of_the_future() throws Exception {
    append("agent-metadata");
    try (CommandProcess projector =
        CommandProcess.start(with("run", "projector"), directory.resolve("log"))) {
      assertThat(projector.exitCode()).isEqualTo(1);
      assertThat(projector.said()).contains("agent-metadata", "ahead of this machine's clock");
    }
  }

  /** One record of in ten minutes; afterwards brokers stamp what comes, as before. */
  private void append(String topic) throws Exception {
    stamp(topic, "CreateTime");
    long time = Instant.now().plus(Duration.ofMinutes(10)).toEpochMilli();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, time, new byte[0], new byte[0])).get();
    }
    stamp(topic, "LogAppendTime");
  }

  private void stamp(String topic, String type) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry entry = new ConfigEntry("message.timestamp.type", type);
    ConfigEntry bound =
        new ConfigEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    admin
        .incrementalAlterConfigs(
            Map.of(
                resource,
                List.of(
                    new AlterConfigOp(entry, OpType.SET), new AlterConfigOp(bound, OpType.SET))))
        .all()
        .get(1, TimeUnit.MINUTES);
  }

  private int partitions() throws Exception {
    return admin
        .describeTopics(List.of(JOURNAL))
        .allTopicNames()
        .get(1, TimeUnit.MINUTES)
        .get(JOURNAL)
        .partitions()
        .size();
  }

  private void ensureTopics() {
    Answer topics = Answer.of(with("topics", "ensure"));
    assertThat(topics.code()).as(topics.err()).isZero();
  }

  private CommandProcess sink(String log) throws Exception {
    return CommandProcess.start(with("run", "mongo-sink"), directory.resolve(log));
  }

  private List<String> with(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--mongo-uri",
            mongo.uri(),
            "--data",
            directory.resolve("data").toString()));
    return arguments;
  }
}
