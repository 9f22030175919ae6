package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.cli.pipeline.ProcessMark;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  @TempDir private Path data;

  @Test
  void it_has_the_members_that_others_read_and_is_its_owners_alone() throws IOException {
    Path directory = data.resolve("new");
    DataDirectory.prepare(directory);
    file(ProcessMark.own()).write(directory);
    Path written = directory.resolve("run.json");
    assertThat(Json.parse(Files.readString(written).strip()).members())
        .containsKeys("pid", "bootstrap_servers", "mongo_uri", "database", "files");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(RunFile.read(directory)).isPresent();
  }

  @Test
  void another_process_with_the_same_number_is_not_taken_for_up() throws IOException {
    Instant before = Instant.parse("2001-01-01T00:00:00Z");
    file(new ProcessMark(ProcessHandle.current().pid(), before)).write(data);
    assertThat(RunFile.read(data)).isEmpty();
  }

  @Test
  void a_file_without_the_time_of_start_is_believed_by_its_number() throws IOException {
    file(new ProcessMark(ProcessHandle.current().pid(), null)).write(data);
    assertThat(RunFile.read(data)).isPresent();
  }

  @Test
  void a_file_that_up_did_not_write_is_told_with_its_name() throws IOException {
    Files.writeString(data.resolve("run.json"), "{}");
    assertThatThrownBy(() -> RunFile.read(data))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("run.json");
  }

  private static RunFile file(ProcessMark process) {
    return new RunFile(
        process,
        "localhost:1",
        "mongodb://me:s3cret@localhost",
        "d",
        "f",
        "http://127.0.0.1:1",
        "http://127.0.0.1:2");
  }
}
