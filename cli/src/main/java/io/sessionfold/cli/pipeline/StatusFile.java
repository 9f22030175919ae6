package io.sessionfold.cli.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * What a process tells others about its parts: {@code status/<pid>.json} in its data directory,
 * replaced every second, gone when it stops.
 */
public final class StatusFile implements AutoCloseable {
  /** The directory below the data directory. */
  public static final String DIRECTORY = "status";

  private final Path file;

  /** Makes the directory. */
  public StatusFile(Path data) throws IOException {
    Path directory = Files.createDirectories(data.resolve(DIRECTORY));
    this.file = directory.resolve(ProcessHandle.current().pid() + ".json");
  }

  /** Replaces the file. */
  public void write(PipelineStatus status) {
    try {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(temporary, status.json(Instant.now()) + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the file away. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
