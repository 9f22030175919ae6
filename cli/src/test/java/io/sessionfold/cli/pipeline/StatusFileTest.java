package io.sessionfold.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
  private static final PipelineStatus STATUS =
      new PipelineStatus(
          null,
          List.of(),
          List.of(new WaitingSink("mongo", false, "it is away")),
          List.of(),
          List.of());

  @TempDir private Path data;
  private Path directory = Path.of("");

  @BeforeEach
  void name() {
    directory = data.resolve(StatusFile.DIRECTORY);
  }

  @Test
  void what_is_waited_for_stands_in_the_file_while_the_process_runs() throws IOException {
    try (StatusFile file = new StatusFile(data)) {
      file.write(STATUS, "http://127.0.0.1:1", List.of());
      assertThat(StatusFile.readAll(data))
          .singleElement()
          .asString()
          .contains("\"state\":\"unavailable\"", "it is away");
    }
    assertThat(StatusFile.readAll(data)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_file_that_cannot_be_written_ends_nothing_and_is_written_when_it_can() throws IOException {
    StatusFile file = new StatusFile(data);
    Files.writeString(directory, "in the way");
    file.write(STATUS, "http://127.0.0.1:1", List.of());
    Files.delete(directory);
    file.write(STATUS, "http://127.0.0.1:1", List.of());
    assertThat(StatusFile.readAll(data)).hasSize(1);
  }

  @Test
  void files_of_processes_that_are_gone_are_swept_away() throws IOException {
    long pid = ProcessHandle.current().pid();
    Files.createDirectories(directory);
    Path killed =
        Files.writeString(directory.resolve("0.json"), "{\"pid\":" + Integer.MAX_VALUE + "}");
    Path other =
        Files.writeString(
            directory.resolve("1.json"),
            "{\"pid\":" + pid + ",\"started_at\":\"2001-01-01T00:00:00.000Z\"}");
    Path torn = Files.writeString(directory.resolve("2.json"), "{");
    assertThat(StatusFile.readAll(data)).isEmpty();
    StatusFile unused = new StatusFile(data);
    assertThat(List.of(killed, other, torn)).allSatisfy(each -> assertThat(each).doesNotExist());
  }
}
