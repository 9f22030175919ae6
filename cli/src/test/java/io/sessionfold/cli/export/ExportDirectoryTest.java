package io.sessionfold.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportDirectoryTest {
  @TempDir private Path directory;

  @Test
  void files_that_were_not_written_again_are_taken_away() throws IOException {
    ExportDirectory.claim(directory, "default").sweep();
    Path gone = old(file("users/u/sessions/gone.jsonl"));
    Path kept = old(file("users/v/sessions/kept.jsonl"));
    Path own = old(file("notes.txt"));
    ExportDirectory again = ExportDirectory.claim(directory, "default");
    Files.writeString(kept, "new");
    again.sweep();
    assertThat(gone).doesNotExist();
    assertThat(directory.resolve("users/u")).doesNotExist();
    assertThat(kept).hasContent("new");
    assertThat(own).as("what is in no place of an export").exists();
  }

  @Test
  void a_directory_of_another_tenant_is_refused() throws IOException {
    ExportDirectory.claim(directory, "one").sweep();
    assertThatThrownBy(() -> ExportDirectory.claim(directory, "two"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("tenant one")
        .hasMessageContaining("choose another directory");
  }

  @Test
  void sessions_that_no_export_wrote_are_not_touched() throws IOException {
    Path foreign = old(file("sessions/mine.jsonl"));
    assertThatThrownBy(() -> ExportDirectory.claim(directory, "default"))
        .isInstanceOf(CommandException.class);
    assertThat(foreign).exists();
  }

  private Path file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "old");
  }

  private static Path old(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
  }
}
