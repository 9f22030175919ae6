package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} as people start it, and every command that finds it by its data directory. */
class UpIT {
  private static final String UP = "sessionfold is up";

  @TempDir private Path directory;

  @Test
  void up_serves_every_command_and_has_its_data_after_a_restart() throws Exception {
    String shown;
    try (CommandProcess up = up("first.log", "--demo")) {
      up.awaitSaid(UP);
      assertThat(up.said())
          .containsSubsequence("starting Kafka", "starting MongoDB", "demo: 3 sessions", UP);
      assertThat(Answer.of("up", "--data", data()).err()).contains("uses it. Stop that one");
      assertListed();
      shown = sessionfold("show", "demo-refund", "--json");
      assertThat(sessionfold("show", "demo-refund")).contains("default/demo-refund", "1042");
      assertExported(shown);
      assertThat(sessionfold("status")).contains("projector", "mongo-sink", "jsonl-sink");
      assertThat(Json.parse(sessionfold("status", "--json")).members().get("processes").elements())
          .hasSize(1);
      up.interrupt();
      assertThat(up.exitCode()).isZero();
    }
    assertThat(Path.of(data(), "run.json")).doesNotExist();
    assertThat(Answer.of("sessions", "--data", data()).code()).isEqualTo(1);
    try (CommandProcess up = up("second.log")) {
      up.awaitSaid(UP);
      assertThat(sessionfold("show", "demo-refund", "--json")).isEqualTo(shown);
      up.interrupt();
      up.awaitSaid("stopping");
      up.interrupt();
      assertThat(up.exitCode()).as("of a process that stopped at once").isEqualTo(130);
    }
  }

  private void assertListed() {
    String listed = sessionfold("sessions", "--json");
    assertThat(listed.lines().map(line -> Json.parse(line).members().get("session").string()))
        .containsExactlyInAnyOrder("demo-refund", "demo-planning", "demo-mehrsprachig");
    assertThat(sessionfold("sessions", "--limit", "1").lines()).hasSize(1);
  }

  private void assertExported(String shown) throws IOException {
    Path out = directory.resolve("out");
    sessionfold("export", out.toString(), "--layout", "flatfile");
    Map<String, JsonText> whole = Json.parse(shown).members();
    assertThat(Files.readAllLines(exported(out, "demo-refund.jsonl")))
        .isEqualTo(whole.get("messages").elements().stream().map(JsonText::toString).toList());
    Map<String, JsonText> head =
        Json.parse(Files.readString(exported(out, "demo-refund.json")).strip()).members();
    assertThat(whole).containsAllEntriesOf(head);
    assertThat(head).hasSize(whole.size() - 1);
  }

  private static Path exported(Path out, String name) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private CommandProcess up(String log, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("up", "--data", data()));
    command.addAll(List.of(more));
    return CommandProcess.start(command, directory.resolve(log));
  }

  private String sessionfold(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data", data()));
    Answer answer = Answer.of(arguments);
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out();
  }

  private String data() {
    return directory.resolve("data").toString();
  }
}
