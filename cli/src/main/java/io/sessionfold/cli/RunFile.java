package io.sessionfold.cli;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * Where a running {@code up} is to be found: {@code run.json} in its data directory, there while it
 * runs.
 *
 * @param files root of the JSONL files
 */
public record RunFile(
    long pid, String bootstrapServers, String mongoUri, String database, String files) {
  private static final String NAME = "run.json";

  /** The file in {@code data}, if the process that wrote it is alive. */
  public static Optional<RunFile> read(Path data) {
    try {
      Map<String, JsonText> m = JsonText.parse(Files.readAllBytes(data.resolve(NAME))).members();
      RunFile run =
          new RunFile(
              m.get("pid").integer(),
              m.get("bootstrap_servers").string(),
              m.get("mongo_uri").string(),
              m.get("database").string(),
              m.get("files").string());
      boolean alive = ProcessHandle.of(run.pid).map(ProcessHandle::isAlive).orElse(false);
      return alive ? Optional.of(run) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JsonSyntaxException | RuntimeException e) {
      throw new CommandException(
          data.resolve(NAME) + " cannot be read: stop sessionfold up, delete the file, start again",
          e);
    }
  }

  /** Writes the file, whole or not at all. */
  public void write(Path data) throws IOException {
    JsonText json =
        new JsonWriter()
            .add("pid", pid)
            .add("bootstrap_servers", bootstrapServers)
            .add("mongo_uri", mongoUri)
            .add("database", database)
            .add("files", files)
            .done();
    Path temporary = data.resolve(NAME + ".tmp");
    Files.writeString(temporary, json + "\n");
    Files.move(temporary, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes the file away. */
  public static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }
}
