package io.sessionfold.benchmarks;

import io.sessionfold.cli.CommandException;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import io.sessionfold.projector.store.MongoConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A mongod, a replica set of one, on a temporary directory, and a connection as sinks have it. */
final class RealMongod implements AutoCloseable {
  /** What is written in a run fits, as the sessions that are open should anywhere. */
  static final int CACHE_MEGABYTES = 1024;

  private final Path directory;
  private final MongodProcess process;
  private final MongoConnection connection;

  private RealMongod(Path directory, MongodProcess process, MongoConnection connection) {
    this.directory = directory;
    this.process = process;
    this.connection = connection;
  }

  /**
   * The binary.
   *
   * @param named by the user; {@code null}: the one that is installed
   * @throws CommandException if there is none
   */
  static Path binary(@Nullable Path named) {
    Path binary = named != null ? named : MongodBinary.find().orElse(null);
    if (binary == null || !Files.isExecutable(binary)) {
      throw new CommandException(
          (binary == null ? "there is no mongod" : binary + " is no executable file")
              + ". Run scripts/fetch-mongod, or name a mongod with --mongod or "
              + MongodBinary.VARIABLE
              + ".");
    }
    return binary;
  }

  /** Starts one. */
  static RealMongod start(@Nullable Path named) throws IOException {
    Path binary = binary(named);
    Path directory = Files.createTempDirectory("sessionfold-bench");
    MongodProcess process =
        MongodProcess.start(
            MongodConfig.in(directory.resolve("mongod"), binary)
                .withCacheMegabytes(CACHE_MEGABYTES));
    return new RealMongod(directory, process, MongoConnection.open(process.uri(), false));
  }

  MongoConnection connection() {
    return connection;
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    connection.close();
    process.close();
    Directories.delete(directory);
  }
}
