package io.sessionfold.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of benchmarks that run a mongod. */
final class MongodOption {
  @Option(names = "--mongod", description = "The mongod to run (default: as `up` finds it)")
  private @Nullable Path mongod;

  /** The binary that was named; {@code null}: the one that is installed. */
  @Nullable Path path() {
    return mongod;
  }
}
