package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import io.sessionfold.session.Session;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole pipeline through the command line: {@code import} publishes, the parts run in a process
 * of their own, {@code show} and the files are read. A subclass says which Kafka and MongoDB.
 *
 * <p>The servers and the parts are shared by the tests of a class, since an event log has fixed
 * names; each test has sessions of its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PipelineContract {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DATABASE = "sessionfold";

  private Path directory = Path.of("");
  private List<String> place = List.of();
  private Servers servers = new Servers("", "");
  private @Nullable CommandProcess parts;

  /** Starts Kafka and MongoDB, which may use the directory. */
  abstract Servers start(Path directory) throws Exception;

  /** Stops what {@link #start} started. */
  abstract void stop() throws Exception;

  @BeforeAll
  void begin(@TempDir Path shared) throws Exception {
    directory = shared;
    servers = start(directory);
    Path config =
        Files.writeString(directory.resolve("sessionfold.properties"), "topics.partitions=4\n");
    place =
        List.of(
            "--bootstrap-servers",
            servers.bootstrapServers(),
            "--mongo-uri",
            servers.mongoUri(),
            "--database",
            DATABASE,
            "--data",
            data().toString(),
            "--config",
            config.toString());
    Answer topics = sessionfold("topics", "ensure");
    assertThat(topics.code()).as(topics.err()).isZero();
    startParts();
  }

  @AfterAll
  void end() throws Exception {
    try {
      if (parts != null) {
        parts.close();
      }
    } finally {
      stop();
    }
  }

  @Test
  void an_imported_conversation_is_shown_as_it_was_written() throws Exception {
    Conversations conversations = taken("shown", 20, 9);
    assertShown(conversations);
  }

  @Test
  void a_conversation_of_several_pages_is_shown_whole() throws Exception {
    Conversations conversations = taken("long", 2, 450);
    assertShown(conversations);
  }

  @Test
  void importing_again_changes_nothing() throws Exception {
    Conversations conversations = taken("again", 10, 6);
    List<String> before = conversations.lines().stream().map(this::show).toList();
    assertTaken(imports(conversations), 0, conversations.events());
    assertThat(conversations.lines().stream().map(this::show)).isEqualTo(before);
  }

  @Test
  void importing_longer_conversations_adds_the_rest() throws Exception {
    Conversations shorter = Conversations.generate("longer", 10, 5);
    Conversations longer = Conversations.generate("longer", 10, 8);
    assertTaken(imports(shorter), shorter.events(), 0);
    assertTaken(imports(longer), 10 * 3, shorter.events());
    assertShown(longer);
  }

  @Test
  void a_message_that_was_changed_in_the_file_is_told_and_not_taken() throws Exception {
    Path file = directory.resolve("changed.jsonl");
    Files.writeString(
        file, "{\"id\":\"changed\",\"messages\":[{\"role\":\"user\",\"content\":1}]}");
    assertThat(sessionfold("import", file.toString()).code()).isZero();
    Files.writeString(
        file, "{\"id\":\"changed\",\"messages\":[{\"role\":\"user\",\"content\":2}]}");
    Answer answer = sessionfold("import", file.toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("changed#0", "id-reused");
    assertThat(sessionfold("show", "changed", "--json").out()).contains("\"content\":1}");
  }

  @Test
  void a_line_with_a_bad_message_is_left_out_whole_and_taken_when_it_is_repaired()
      throws Exception {
    String line =
        "{\"id\":\"broken\",\"messages\":[{\"role\":\"user\",\"content\":\"one\"},%s,%s]}\n";
    String three = "{\"role\":\"user\",\"content\":\"three\"}";
    Path file = directory.resolve("broken.jsonl");
    Files.writeString(
        file,
        line.formatted("{\"content\":\"two\"}", three)
            + "{\"id\":\"whole\",\"messages\":[%s]}\n".formatted(three));
    Answer stopped = sessionfold("import", file.toString(), "--on-error", "stop");
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err()).contains("line 1: messages/1", "role");
    assertThat(sessionfold("show", "whole").code()).as("a session after the stop").isEqualTo(1);
    Answer answer = sessionfold("import", file.toString(), "--on-error", "continue", "--json");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("line 1: messages/1", "role");
    assertThat(answer.out()).contains("\"events\":2,", "\"bad_lines\":1");
    assertThat(sessionfold("show", "broken").err()).contains("there is no session");
    Files.writeString(file, line.formatted("{\"role\":\"user\",\"content\":\"two\"}", three));
    assertTaken(sessionfold("import", file.toString(), "--json"), 4, 0);
    assertThat(sessionfold("show", "broken", "--json").out())
        .containsSubsequence("\"one\"", "\"two\"", "\"three\"");
  }

  @Test
  void documents_files_and_log_are_proved_to_say_the_same() throws Exception {
    Conversations conversations = taken("proved", 5, 120);
    new ProofCommands(this::sessionfold, conversations.lines().get(0)).assertRight();
  }

  @Test
  void projections_are_built_anew_proved_swapped_in_and_back_and_dropped() throws Exception {
    JsonText conversation = taken("rebuilt", 5, 120).lines().get(0);
    new RebuildCommands(this::sessionfold, data().resolve("files"), conversation).assertRight();
  }

  @Test
  void the_files_hold_what_the_documents_hold() throws Exception {
    Conversations conversations = taken("files", 10, 12);
    try (SessionReader reader = reader()) {
      for (JsonText line : conversations.lines()) {
        SessionKey key = Conversations.key(line);
        Session document = reader.session(key, Freshness.any()).orElseThrow();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(foldedFile(key)).isEqualTo(document));
      }
    }
  }

  @Test
  void the_past_is_shown_and_compared_without_what_was_taken_back() throws Exception {
    Conversations conversations = taken("past", 1, 4);
    JsonText conversation = conversations.lines().get(0);
    new PastCommands(this::sessionfold, servers.bootstrapServers(), conversation).assertRight();
  }

  @Test
  void a_damaged_file_is_found_and_written_anew_from_the_journal() throws Exception {
    Conversations conversations = taken("damaged", 3, 8);
    SessionKey key = Conversations.key(conversations.lines().get(1));
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(file(key)) && foldedFile(key).revision() == 9);
    new DamageCommands(this::sessionfold, key, file(key)).assertRight();
  }

  @Test
  void what_is_published_while_the_parts_are_down_is_there_when_they_are_back() throws Exception {
    Path status = parts().statusFile(data());
    assertThat(status).exists();
    assertThat(parts().stop()).as("the exit code of parts that were asked to stop").isZero();
    assertThat(status).doesNotExist();
    Conversations conversations = Conversations.generate("down", 20, 6);
    Path file = conversations.write(directory);
    CompletableFuture<Answer> importing =
        CompletableFuture.supplyAsync(() -> sessionfold("import", file.toString(), "--json"));
    startParts();
    importing.join();
    assertEverythingTaken(conversations);
  }

  @Test
  void parts_killed_amid_an_import_lose_nothing_and_double_nothing() throws Exception {
    Conversations conversations = Conversations.generate("killed", 40, 100);
    Path file = conversations.write(directory);
    CompletableFuture<Answer> importing =
        CompletableFuture.supplyAsync(() -> sessionfold("import", file.toString(), "--json"));
    try (SessionReader reader = reader()) {
      SessionKey first = Conversations.key(conversations.lines().get(0));
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> reader.exists(first, Freshness.any()));
    }
    parts().kill();
    startParts();
    importing.join();
    assertEverythingTaken(conversations);
  }

  /**
   * Imports again, whatever became of an import that may have waited too long for parts that were
   * away: all its events were published, so all are duplicates. Then everything is there once.
   */
  private void assertEverythingTaken(Conversations conversations) throws IOException {
    Path file = conversations.write(directory);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertTaken(
                    sessionfold("import", file.toString(), "--json"), 0, conversations.events()));
    assertShown(conversations);
    for (JsonText line : conversations.lines()) {
      long events = Conversations.messages(line).size() + 1L;
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(foldedFile(Conversations.key(line)).revision())
                      .as("the revision of the file of %s", Conversations.id(line))
                      .isEqualTo(events));
    }
  }

  private void assertShown(Conversations conversations) {
    for (JsonText line : conversations.lines()) {
      Map<String, JsonText> shown = Json.parse(show(line)).members();
      assertThat(shown.get("messages").elements().stream().map(m -> m.members().get("message")))
          .as(Conversations.id(line))
          .isEqualTo(Conversations.messages(line));
      assertThat(shown.get("metadata")).isEqualTo(line.members().get("metadata"));
      assertThat(shown.get("revision").integer())
          .as("one change for each event of %s", Conversations.id(line))
          .isEqualTo(Conversations.messages(line).size() + 1);
    }
  }

  private static void assertTaken(Answer answer, long applied, long duplicate) {
    assertThat(answer.code()).as(answer.err()).isZero();
    Map<String, JsonText> counts = Json.parse(answer.out()).members();
    assertThat(counts.get("applied").integer()).as("applied").isEqualTo(applied);
    assertThat(counts.get("duplicate").integer()).as("duplicate").isEqualTo(duplicate);
    assertThat(counts.get("rejected").integer()).as("rejected").isZero();
  }

  private Path file(SessionKey key) {
    return new SessionFilePaths(data().resolve("files"), 1).session(key);
  }

  private Session foldedFile(SessionKey key) throws IOException {
    try (SessionFileReader reader = SessionFileReader.open(file(key))) {
      return Session.fold(Session.before(key), reader.changes().toList());
    }
  }

  private Conversations taken(String name, int sessions, int messages) throws IOException {
    Conversations conversations = Conversations.generate(name, sessions, messages);
    assertTaken(imports(conversations), conversations.events(), 0);
    return conversations;
  }

  private Answer imports(Conversations conversations) throws IOException {
    return sessionfold("import", conversations.write(directory).toString(), "--json");
  }

  private String show(JsonText line) {
    Answer answer = sessionfold("show", Conversations.id(line), "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out();
  }

  private Answer sessionfold(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(place);
    return Answer.of(arguments);
  }

  /** The parts in a JVM of their own, ready. */
  private void startParts() {
    List<String> command = new ArrayList<>(List.of("run", "projector", "mongo-sink", "jsonl-sink"));
    command.addAll(place);
    try {
      parts = CommandProcess.start(command, Files.createTempFile(directory, "parts", ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts().awaitSaid("ready\n");
  }

  private CommandProcess parts() {
    return Objects.requireNonNull(parts);
  }

  private SessionReader reader() {
    return SessionReaders.open(
        ReaderSettings.of(servers.mongoUri(), DATABASE).withKafka(servers.bootstrapServers()));
  }

  private Path data() {
    return directory.resolve("data");
  }
}
