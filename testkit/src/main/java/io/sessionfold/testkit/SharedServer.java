package io.sessionfold.testkit;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A server with its temporary directory that all tests of this JVM share. JUnit keeps it in the
 * root store: it starts for the first test that asks and is closed after the last test of all.
 */
final class SharedServer<T extends AutoCloseable> implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create("io.sessionfold.testkit");

  private final TemporaryDirectory directory;
  private final T server;

  private SharedServer(TemporaryDirectory directory, T server) {
    this.directory = directory;
    this.server = server;
  }

  /** The server of that type, started by the function if it is the first time. */
  static <T extends AutoCloseable> T get(
      ExtensionContext context, Class<T> type, Function<TemporaryDirectory, T> start) {
    SharedServer<?> shared =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(type, key -> start(type, start), SharedServer.class);
    return type.cast(shared.server);
  }

  private static <T extends AutoCloseable> SharedServer<T> start(
      Class<T> type, Function<TemporaryDirectory, T> start) {
    TemporaryDirectory directory = new TemporaryDirectory(type.getSimpleName());
    @Nullable SharedServer<T> shared = null;
    try {
      shared = new SharedServer<>(directory, start.apply(directory));
      return shared;
    } finally {
      if (shared == null) {
        directory.close();
      }
    }
  }

  @Override
  public void close() {
    try (directory) {
      stop();
    }
  }

  private void stop() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop " + server, e);
    }
  }
}
