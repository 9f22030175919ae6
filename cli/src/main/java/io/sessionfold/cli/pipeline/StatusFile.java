package io.sessionfold.cli.pipeline;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process tells others about its parts: {@code status/<pid>.json} in its data directory,
 * replaced every second, gone when it stops. A file that cannot be written is told once and changes
 * nothing for the parts: on a full disk, a sink of documents goes on.
 */
public final class StatusFile implements AutoCloseable {
  /** The directory below the data directory. */
  public static final String DIRECTORY = "status";

  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final Path file;
  private boolean failing;

  /** Of this process; files that killed processes left in the directory are taken away. */
  public StatusFile(Path data) {
    this.directory = data.resolve(DIRECTORY);
    this.file = directory.resolve(ProcessHandle.current().pid() + SUFFIX);
    try {
      sweep();
    } catch (IOException e) {
      LOG.debug("{} was not swept", directory, e);
    }
  }

  private void sweep() throws IOException {
    for (Path each : files(directory)) {
      ProcessMark writer = mark(each);
      if (writer == null || !writer.isAlive() || each.equals(file)) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static @Nullable ProcessMark mark(Path file) throws IOException {
    JsonText status = read(file);
    return status == null ? null : ProcessMark.read(status.members());
  }

  /**
   * Replaces the file.
   *
   * @param health where the process answers for its health; empty if it does not
   * @param parts what it would answer
   */
  public void write(PipelineStatus status, String health, List<JsonText> parts) {
    try {
      Files.createDirectories(directory);
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(temporary, status.json(Instant.now(), health, parts) + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn(
            "{} cannot be written ({}): free space there and mend the rights. Until then"
                + " `sessionfold status` shows nothing of this process; its parts go on",
            file,
            e.getMessage());
      }
      failing = true;
    }
  }

  /** What the living processes on a data directory say of themselves. */
  public static List<JsonText> readAll(Path data) throws IOException {
    List<JsonText> all = new ArrayList<>();
    for (Path each : files(data.resolve(DIRECTORY))) {
      JsonText status = read(each);
      if (status != null && ProcessMark.read(status.members()).isAlive()) {
        all.add(status);
      }
    }
    return all;
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** Absent if its process took it away meanwhile, or it is none of ours. */
  private static @Nullable JsonText read(Path file) throws IOException {
    try {
      JsonText status = JsonText.parse(Files.readAllBytes(file));
      boolean ours = status.kind() == JsonText.Kind.OBJECT && status.members().containsKey("pid");
      return ours ? status : null;
    } catch (NoSuchFileException | JsonSyntaxException e) {
      return null;
    }
  }

  /** Takes the file away. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} is left; nobody takes it for a running process", file, e);
    }
  }
}
