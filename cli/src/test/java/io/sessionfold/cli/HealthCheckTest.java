package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.pipeline.PipelineStatus;
import io.sessionfold.cli.pipeline.StatusFile;
import io.sessionfold.json.JsonText;
import io.sessionfold.projector.topology.ProjectorStatus;
import io.sessionfold.projector.topology.ProjectorStatus.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's health check on status files as a process writes them. */
class HealthCheckTest {
  @TempDir private Path data;

  @Test
  void a_part_that_runs_is_healthy() throws Exception {
    write(State.RUNNING, null);
    assertThat(answer()).isEqualTo(0);
  }

  @Test
  void a_part_that_restores_or_waits_is_healthy() throws Exception {
    write(State.RESTORING, "the state store \"state\":\"failed\" to be there");
    assertThat(answer()).isEqualTo(0);
  }

  @Test
  void a_part_that_failed_is_not() throws Exception {
    write(State.FAILED, "the topics do not fit");
    assertThat(answer()).isEqualTo(1);
  }

  @Test
  void a_part_that_is_judged_not_alive_is_not() throws Exception {
    JsonText frozen = JsonText.parse("{\"part\":\"projector\",\"live\":false}");
    write(State.RUNNING, null, List.of(frozen));
    assertThat(answer()).isEqualTo(1);
    write(State.RUNNING, "as \"live\":false says", List.of());
    assertThat(answer()).isEqualTo(0);
  }

  @Test
  void a_part_that_has_not_said_anything_yet_is_not() throws Exception {
    assertThat(answer()).isEqualTo(1);
  }

  @Test
  void a_part_that_fell_silent_is_not() throws Exception {
    Path file = write(State.RUNNING, null);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(answer()).isEqualTo(1);
  }

  private Path write(State state, @Nullable String reason) throws IOException {
    return write(state, reason, List.of());
  }

  private Path write(State state, @Nullable String reason, List<JsonText> judged)
      throws IOException {
    ProjectorStatus projector =
        new ProjectorStatus(
            state, reason, Collections.unmodifiableSortedSet(new TreeSet<>(List.of(0))));
    new StatusFile(data)
        .write(
            new PipelineStatus(projector, List.of(), List.of(), List.of(), List.of()),
            "http://127.0.0.1:1",
            judged);
    return data.resolve(StatusFile.DIRECTORY).resolve(ProcessHandle.current().pid() + ".json");
  }

  private int answer() throws Exception {
    Path script = Compose.checkout().resolve("cli/src/main/jib/opt/sessionfold/healthy");
    ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    builder.environment().put("SESSIONFOLD_DATA", data.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said).as("what `docker inspect` shows").isNotBlank();
    return process.exitValue();
  }
}
