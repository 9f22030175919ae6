package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.ProcessMark;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a running {@code up} is to be found: {@code run.json} in its data directory, there while it
 * runs. Its members may be read by others: some may be added, none is renamed. It is readable for
 * its owner only, since the URI may have a password.
 *
 * @param files root of the JSONL files
 * @param health where it answers for its health: {@code http://host:port}
 * @param http where gateway, query service and console are: {@code http://host:port}
 */
public record RunFile(
    ProcessMark process,
    String bootstrapServers,
    String mongoUri,
    String database,
    String files,
    String health,
    String http) {
  private static final String NAME = "run.json";

  /** The file in {@code data}, if the process that wrote it is alive. */
  public static Optional<RunFile> read(Path data) {
    try {
      Map<String, JsonText> m = JsonText.parse(Files.readAllBytes(data.resolve(NAME))).members();
      RunFile run =
          new RunFile(
              ProcessMark.read(m),
              m.get("bootstrap_servers").string(),
              m.get("mongo_uri").string(),
              m.get("database").string(),
              m.get("files").string(),
              m.containsKey("health") ? m.get("health").string() : "",
              m.containsKey("http") ? m.get("http").string() : "");
      return run.process.isAlive() ? Optional.of(run) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (!Files.isDirectory(data)) {
        return Optional.empty();
      }
      throw new CommandException(
          data.resolve(NAME) + " cannot be read: " + ExpectedFailure.file(e), e);
    } catch (JsonSyntaxException | RuntimeException e) {
      throw new CommandException(
          data.resolve(NAME)
              + " is not what sessionfold up writes: stop it, delete the file, start it again",
          e);
    }
  }

  /** Writes the file, whole or not at all. */
  public void write(Path data) throws IOException {
    JsonText json =
        process
            .addTo(new JsonWriter())
            .add("bootstrap_servers", bootstrapServers)
            .add("mongo_uri", mongoUri)
            .add("database", database)
            .add("files", files)
            .add("health", health)
            .add("http", http)
            .done();
    OwnerOnly.write(data.resolve(NAME), json + "\n");
  }

  /** Takes the file away. */
  public static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }
}
