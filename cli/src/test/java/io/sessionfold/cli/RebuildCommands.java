package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code rebuild}, {@code verify}, {@code swap}, {@code rollback} and {@code generations} must
 * do on a pipeline that has sessions and goes on.
 */
record RebuildCommands(PastCommands.Runner sessionfold, Path files, JsonText conversation) {
  void assertRight() {
    String before = show();
    Answer rebuilt = sessionfold.run("rebuild");
    assertThat(rebuilt.code()).as(rebuilt.err()).isZero();
    assertThat(rebuilt.err()).contains("generation 2 is READY");
    assertThat(states()).containsExactly("1 ACTIVE", "2 READY");
    assertThat(files.resolve("g2")).isDirectory();

    Answer idle = sessionfold.run("rebuild", "status");
    assertThat(idle.code()).isEqualTo(1);
    assertThat(idle.err()).contains("no rebuild is under way");

    Answer proved = sessionfold.run("verify", "--generation", "2");
    assertThat(proved.code()).as(proved.out()).isZero();

    Answer swapped = sessionfold.run("swap");
    assertThat(swapped.code()).as(swapped.err()).isZero();
    assertThat(swapped.err()).contains("documents of generation 2 and files of generation 2");
    assertThat(states()).containsExactly("1 RETIRED", "2 ACTIVE");
    assertThat(show()).as("the same session, from the other generation").isEqualTo(before);
    await().until(() -> Files.isSameFile(files.resolve("current"), files.resolve("g2")));

    Answer back = sessionfold.run("rollback");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(states()).containsExactly("1 ACTIVE", "2 RETIRED");
    assertThat(show()).isEqualTo(before);

    Answer dropped = sessionfold.run("generations", "drop", "2");
    assertThat(dropped.code()).as(dropped.err()).isZero();
    assertThat(states()).containsExactly("1 ACTIVE");
    assertThat(Files.exists(files.resolve("g2"))).isFalse();

    Answer detached = sessionfold.run("rebuild", "--detach", "--only", "mongo");
    assertThat(detached.code()).as(detached.err()).isZero();
    assertThat(detached.err()).contains("rebuild.log");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(states()).containsExactly("1 ACTIVE", "3 READY"));
    assertThat(sessionfold.run("generations", "drop", "3").code()).isZero();
    Answer none = sessionfold.run("swap");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no generation is READY");
  }

  private String show() {
    Answer answer = sessionfold.run("show", Conversations.id(conversation), "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out();
  }

  private List<String> states() {
    Answer answer = sessionfold.run("generations", "list", "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer
        .out()
        .lines()
        .map(line -> Json.parse(line).members())
        .map(m -> m.get("generation") + " " + m.get("state").string())
        .toList();
  }
}
