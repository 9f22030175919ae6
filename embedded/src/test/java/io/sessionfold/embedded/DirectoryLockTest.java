package io.sessionfold.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void a_directory_is_used_by_one_at_a_time() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (DirectoryLock lock = DirectoryLock.acquire(directory, "The first")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DirectoryLock.acquire(link, "The second"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("The second cannot use the data directory")
          .hasMessageContaining("this process uses it");
    }
    DirectoryLock.acquire(directory, "The third").close();
  }

  @Test
  void a_lock_file_left_behind_locks_nothing() throws IOException {
    Files.writeString(directory.resolve(DirectoryLock.FILE), "1");
    DirectoryLock.acquire(directory, "The next").close();
  }

  @Test
  void a_directory_that_cannot_be_made_is_named() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> DirectoryLock.acquire(file, "The broker"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("writable directory");
  }
}
