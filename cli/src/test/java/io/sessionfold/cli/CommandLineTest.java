package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exit codes, and what goes to which stream, as far as no server is needed. An {@code up} that were
 * not refused would serve for ever: hence the limit.
 */
@Timeout(60)
class CommandLineTest {
  /** Nobody listens there, and to be refused takes no time. */
  private static final String NOWHERE =
      "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50&connectTimeoutMS=50";

  @TempDir private Path directory;

  @Test
  void help_is_an_answer() {
    Answer answer = Answer.of("--help");
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("Usage: sessionfold", "import", "status");
    assertThat(answer.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-command",
        "sessions --no-such-option",
        "sessions --limit -1",
        "sessions --limit many",
        "sessions --since noon",
        "sessions --until noon",
        "sessions --tenant A/B",
        "sessions --metadata colour=red",
        "show @home",
        "show a/b/c",
        "show s --as-of noon",
        "show s --as-of 0",
        "diff s",
        "diff s --from noon",
        "diff s --from 1 --to 2026-03-01",
        "diff @home --from 1",
        "export DIR --layout flatfile --tenant A/B",
        "export DIR --layout other",
        "import FILE --tenant A/B",
        "import FILE --on-error sometimes",
        "quarantine release",
        "quarantine release s --all",
        "quarantine release s --wait soon",
        "quarantine list --sink other",
        "quarantine list --tenant A/B",
        "dead-letters replay",
        "dead-letters show here",
        "dead-letters list --code nothing",
        "dead-letters list --since noon",
        "verify --sample 5",
        "verify --sample 0%",
        "verify --sample 101%",
        "verify --session a/b/c",
        "verify --session s --sample 5%",
        "verify --only other",
        "verify --wait soon",
        "verify --generation 0",
        "run nothing",
        "run"
      })
  void a_value_that_means_nothing_is_wrong_usage(String command) {
    Answer answer = Answer.of((command + " --mongo-uri " + NOWHERE).split(" "));
    assertThat(answer.code()).as(answer.err()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("sessionfold: ").doesNotContain("\tat ");
  }

  @Test
  void an_unindexed_metadata_key_names_the_setting() {
    Answer answer = Answer.of("sessions", "--metadata", "colour=red", "--mongo-uri", NOWHERE);
    assertThat(answer.err()).contains("colour", "mongo.metadata-indexes");
  }

  @Test
  void a_server_that_is_away_is_told_in_one_line_and_nothing_is_data() {
    Answer answer = Answer.of("sessions", "--mongo-uri", NOWHERE, "--data", directory.toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines())
        .singleElement()
        .asString()
        .startsWith("sessionfold: MongoDB at [127.0.0.1:1] does not answer");
  }

  @Test
  void reading_needs_no_kafka() {
    Answer answer = Answer.of("show", "s", "--mongo-uri", NOWHERE, "--data", directory.toString());
    assertThat(answer.err()).contains("MongoDB at").doesNotContain("bootstrap");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show s --as-of -1", "diff s --from -1 --to 2026-03-01T00:00:00Z"})
  void reading_the_past_needs_no_kafka_before_the_files_were_tried(String command) {
    Answer answer =
        Answer.of((command + " --mongo-uri " + NOWHERE + " --data " + directory).split(" "));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("MongoDB at").doesNotContain("bootstrap");
  }

  @Test
  void a_projector_needs_no_mongodb() throws IOException {
    Path file = Files.writeString(directory.resolve("in-the-way"), "");
    Answer answer =
        Answer.of(
            "run",
            "projector",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--data",
            file.resolve("data").toString());
    assertThat(answer.err()).contains("data directory").doesNotContain("mongo");
  }

  @Test
  void a_gateway_without_its_file_of_tokens_says_how_to_make_it() throws IOException {
    Path tokens = directory.resolve("tokens.json");
    Path config =
        Files.writeString(
            directory.resolve("c.properties"), "http.host=0.0.0.0\nhttp.tokens=" + tokens + "\n");
    Answer answer =
        Answer.of(
            "run",
            "gateway",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--config",
            config.toString(),
            "--data",
            directory.resolve("data").toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("http.tokens", tokens.toString(), "sessionfold token new");
  }

  @Test
  void a_new_token_is_printed_with_its_entry_or_the_entry_is_added_to_a_file() throws IOException {
    Answer printed = Answer.of("token", "new", "--name", "me", "--rights", "read,write");
    assertThat(printed.out().lines()).hasSize(2);
    Path file = directory.resolve("tokens.json");
    String[] added = {"token", "new", "--name", "me", "--rights", "read", "--file", file + ""};
    String token = Answer.of(added).out().strip();
    assertThat(token).matches("sf_\\S+");
    assertThat(file).content().contains("\"me\"").doesNotContain(token);
    Answer again = Answer.of(added);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).as("of no use to anyone").isEmpty();
    assertThat(again.err()).contains("its name is there twice");
    added[added.length - 1] = directory.resolve("none/tokens.json").toString();
    assertThat(Answer.of(added).err()).contains("--file", "none");
  }

  @Test
  void without_a_running_up_the_remedies_are_named() {
    Answer answer = Answer.of("status", "--data", directory.toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("./sessionfold up", "--data", "--mongo-uri");
  }

  @Test
  void up_with_a_mongodb_that_is_away_ends_at_once_with_a_remedy() {
    Answer answer = Answer.of("up", "--mongo-uri", NOWHERE, "--data", directory.toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err())
        .contains("MongoDB at [127.0.0.1:1] does not answer", "--mongo-uri")
        .doesNotContain("tried again", "starting Kafka");
  }

  @Test
  void a_data_directory_that_cannot_be_written_says_how_to_mend_it() throws IOException {
    Path file = Files.writeString(directory.resolve("in-the-way"), "");
    Answer answer = Answer.of("up", "--data", file.resolve("data").toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err().lines())
        .singleElement()
        .asString()
        .contains("data directory " + file.resolve("data"), "--data");
  }

  @Test
  void an_uri_for_another_database_is_told_without_its_password() {
    Answer answer = Answer.of("sessions", "--mongo-uri", "http://me:s3cret@host/");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("mongo-uri", "mongodb://host:port").doesNotContain("s3cret");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Answer answer = Answer.of("import", directory.resolve("none.jsonl").toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("none.jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"topics check", "run projector", "import FILE", "status"})
  void properties_of_kafka_clients_reach_every_command(String command) throws IOException {
    Path config =
        Files.writeString(directory.resolve("c.properties"), "kafka.security.protocol=CARRIER\n");
    Path file = Files.writeString(directory.resolve("f.jsonl"), "");
    Answer answer =
        Answer.of(
            (command.replace("FILE", file.toString())
                    + " --bootstrap-servers 127.0.0.1:1 --mongo-uri "
                    + NOWHERE
                    + " --data %s --config %s".formatted(directory, config))
                .split(" "));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("CARRIER").doesNotContain("\tat ");
  }

  @Test
  void no_color_takes_the_colour_and_leaves_the_bar() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, true, false);
    assertThat(console.bold("x")).isEqualTo("x");
    console.bar("import 50%");
    console.say("line 1: bad");
    console.bar("import 60%");
    console.endBar();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("import 50%%\r          \rline 1: bad%nimport 60%%%n".formatted());
  }

  @Test
  void a_title_stays_on_its_line() {
    assertThat(Console.visibleLine("a\nb\tc\u001b")).isEqualTo("a\\nb\\tc\\u001b");
  }
}
