package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import io.sessionfold.json.JsonText;
import io.sessionfold.projector.topics.Topics;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new journal after a change of a limit, on a real mongod, while the parts go on. */
class RebuildFromEventsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;
  private @Nullable EmbeddedBroker broker;
  private @Nullable MongodProcess mongod;
  private @Nullable CommandProcess parts;

  @BeforeEach
  void start() {
    Optional<Path> binary = MongodBinary.findForTests();
    assumeThat(binary).as("a mongod; scripts/fetch-mongod fetches one").isPresent();
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    mongod =
        MongodProcess.start(MongodConfig.in(directory.resolve("mongod"), binary.orElseThrow()));
  }

  @AfterEach
  void stop() {
    if (parts != null) {
      parts.close();
    }
    if (mongod != null) {
      mongod.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void a_changed_limit_makes_a_new_journal_whose_differences_are_told_accepted_and_swapped_in()
      throws Exception {
    assertSuccess(sessionfold(1, "topics", "ensure"));
    startParts(1);
    Conversations conversations = taken(1, "before", 4, 30);
    publish(
        EventLog.of(
            Events.appended("one").in("rated"),
            Events.feedback("up").in("rated"),
            Events.feedback("down").in("rated")));
    await().atMost(PATIENCE).until(() -> feedbacks("rated") == 1);
    String before = show(conversations);

    assertRefusedBeforeThereIsAList();
    killAtTheBeginning();
    assertTold();
    assertThat(sessionfold(2, "swap").err()).contains("no generation is READY");
    Answer accepted = sessionfold(2, "rebuild", "--from", "events", "--accept-differences");
    assertSuccess(accepted);
    assertThat(accepted.err()).contains("generation 2 is READY", "1 event differs");
    assertThat(feedbacks("rated")).as("nobody notices before the swap").isEqualTo(1);
    assertThat(activeJournal()).isEqualTo(1);

    assertSuccess(sessionfold(2, "swap"));
    assertThat(states()).containsExactly("1 RETIRED journal 1", "2 ACTIVE journal 2");
    assertThat(activeJournal()).isEqualTo(2);
    assertThat(feedbacks("rated")).isEqualTo(2);
    assertThat(show(conversations)).isEqualTo(before);
    assertThat(show(taken(1, "live", 3, 8))).contains("live-0");
    assertSuccess(sessionfold(2, "verify"));

    assertGoesBackAndOn(conversations, before);
  }

  private void assertRefusedBeforeThereIsAList() {
    Answer early = sessionfold(2, "rebuild", "--from", "events", "--accept-differences");
    assertThat(early.code()).isEqualTo(1);
    assertThat(early.err()).contains("no rebuild is under way");
    Answer only = sessionfold(2, "rebuild", "--from", "events", "--only", "mongo");
    assertThat(only.code()).isEqualTo(1);
    assertThat(only.err()).contains("documents and files");
  }

  /** The next one goes on with its generation and its journal, once its lease has run out. */
  private void killAtTheBeginning() throws Exception {
    try (CommandProcess killed = process(2, "rebuild", "--from", "events")) {
      await().atMost(PATIENCE).until(() -> states().size() == 2);
      killed.kill();
    }
  }

  private void assertTold() {
    List<Answer> answers = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              answers.add(0, sessionfold(2, "rebuild", "--from", "events"));
              return !answers.get(0).err().contains("is being built by");
            });
    Answer told = answers.get(0);
    assertThat(told.code()).as(told.err()).isEqualTo(1);
    assertThat(told.out().lines())
        .singleElement()
        .asString()
        .contains("agent-metadata-", "default/rated", "was rejected, limit", "is applied");
    assertThat(told.err())
        .contains("generation 2 is VERIFYING", "1 event differs", "--accept-differences");
    assertThat(states()).containsExactly("1 ACTIVE journal 1", "2 VERIFYING journal 2");
    Answer fromJournal = sessionfold(1, "rebuild");
    assertThat(fromJournal.code()).isEqualTo(1);
    assertThat(fromJournal.err()).contains("is built from events");
  }

  /** The parts are configured with the new limits, and the old journal keeps its own. */
  private void assertGoesBackAndOn(Conversations conversations, String before) throws Exception {
    assertThat(parts().stop()).isZero();
    startParts(2);
    assertSuccess(sessionfold(2, "rollback"));
    assertThat(states()).containsExactly("1 ACTIVE journal 1", "2 RETIRED journal 2");
    assertThat(feedbacks("rated")).isEqualTo(1);
    assertThat(show(taken(2, "back", 3, 8))).contains("back-0");

    assertSuccess(sessionfold(2, "swap", "--generation", "2"));
    Answer dropped = sessionfold(2, "generations", "drop", "1");
    assertSuccess(dropped);
    assertThat(dropped.err()).contains("dropped journal 1");
    assertThat(topics()).noneMatch(t -> t.contains("sessionfold-j1") || t.endsWith("-1"));
    Path state = directory.resolve("data/state/sessionfold-j1");
    await().atMost(PATIENCE).until(() -> !Files.exists(state));
    assertThat(states()).containsExactly("2 ACTIVE journal 2");
    assertThat(show(conversations)).isEqualTo(before);
    assertThat(show(taken(2, "after", 3, 8))).contains("after-0");
    assertSuccess(sessionfold(2, "topics", "check"));
  }

  private static void assertSuccess(Answer answer) {
    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
  }

  private Conversations taken(int feedbacks, String name, int sessions, int messages)
      throws IOException {
    Conversations conversations = Conversations.generate(name, sessions, messages);
    assertSuccess(sessionfold(feedbacks, "import", conversations.write(directory).toString()));
    return conversations;
  }

  private void publish(EventLog log) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", broker().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (IngressRecord record : log.records()) {
        RecordHeaders headers = new RecordHeaders();
        record.headers().forEach(h -> headers.add(h.name(), h.value()));
        producer
            .send(
                new ProducerRecord<>(
                    record.topic().topicName(), null, record.key(), record.value(), headers))
            .get(30, TimeUnit.SECONDS);
      }
    }
  }

  private int feedbacks(String session) {
    Answer answer = sessionfold(1, "show", session, "--json");
    if (answer.code() != 0) {
      return -1;
    }
    JsonText given = Json.parse(answer.out()).members().get("feedbacks");
    return given == null ? 0 : given.elements().size();
  }

  private String show(Conversations conversations) {
    StringBuilder shown = new StringBuilder();
    for (JsonText line : conversations.lines()) {
      Answer answer = sessionfold(1, "show", Conversations.id(line), "--json");
      assertSuccess(answer);
      shown.append(answer.out());
    }
    return shown.toString();
  }

  private List<String> states() {
    Answer answer = sessionfold(1, "generations", "list", "--json");
    assertSuccess(answer);
    return answer
        .out()
        .lines()
        .map(line -> Json.parse(line).members())
        .map(
            m ->
                m.get("generation")
                    + " "
                    + m.get("state").string()
                    + " journal "
                    + m.get("journal"))
        .toList();
  }

  private int activeJournal() {
    try (Topics topics = new Topics(Map.of("bootstrap.servers", broker().bootstrapServers()))) {
      return topics.journals().active();
    }
  }

  private Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker().bootstrapServers()))) {
      return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }

  private void startParts(int feedbacks) throws IOException {
    parts = process(feedbacks, "run", "projector", "mongo-sink", "jsonl-sink");
    parts.awaitSaid("ready\n");
  }

  private CommandProcess process(int feedbacks, String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(place(feedbacks));
    return CommandProcess.start(arguments, Files.createTempFile(directory, "parts", ".log"));
  }

  private CommandProcess parts() {
    return Objects.requireNonNull(parts);
  }

  private EmbeddedBroker broker() {
    return Objects.requireNonNull(broker);
  }

  private Answer sessionfold(int feedbacks, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(place(feedbacks));
    return Answer.of(arguments);
  }

  private List<String> place(int feedbacks) {
    try {
      Path config =
          Files.writeString(
              directory.resolve("limit-" + feedbacks + ".properties"),
              "topics.partitions=2\njournal.limit.feedbacks=" + feedbacks + "\n");
      return List.of(
          "--bootstrap-servers",
          broker().bootstrapServers(),
          "--mongo-uri",
          Objects.requireNonNull(mongod).uri(),
          "--database",
          "sessionfold",
          "--data",
          directory.resolve("data").toString(),
          "--config",
          config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
