package io.sessionfold.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB emulator in this JVM, listening on 127.0.0.1 only, for a machine without a mongod.
 *
 * <p>What it acknowledged survives {@link #close()} and a kill of the process, when it has a data
 * directory. It is no MongoDB: no sessions, transactions, pipeline updates, text search, collation,
 * partial indexes, TTL or validators, and commands run one at a time. A document that is changed
 * while it is sent may arrive with half of the change. {@link MongodProcess} is the real thing.
 */
public final class EmbeddedMongo implements AutoCloseable {
  private static final String WHAT = "The embedded Mongo";

  private final MongoServer server;
  private final @Nullable DirectoryLock lock;
  private final int port;
  private boolean closed;

  private EmbeddedMongo(MongoServer server, @Nullable DirectoryLock lock, int port) {
    this.server = server;
    this.lock = lock;
    this.port = port;
  }

  /** An emulator that forgets everything when it is closed, on a random free port. */
  public static EmbeddedMongo inMemory() {
    return serve(0, H2Backend::inMemory, null);
  }

  /**
   * An emulator that keeps its data in that directory.
   *
   * @param port the port on 127.0.0.1, or 0 for a random free one
   * @throws IllegalStateException if the directory or the port is in use
   */
  public static EmbeddedMongo start(Path dataDirectory, int port) {
    DirectoryLock lock = DirectoryLock.acquire(dataDirectory, WHAT);
    @Nullable EmbeddedMongo mongo = null;
    try {
      mongo = serve(port, () -> new DurableBackend(dataDirectory.resolve("mongo.mv")), lock);
      return mongo;
    } finally {
      if (mongo == null) {
        lock.close();
      }
    }
  }

  private static EmbeddedMongo serve(
      int port, Supplier<MongoBackend> backend, @Nullable DirectoryLock lock) {
    int chosen = Loopback.choose(port, WHAT);
    MongoServer server = new MongoServer(backend.get());
    boolean bound = false;
    try {
      server.bind(new InetSocketAddress(Loopback.address(), chosen));
      bound = true;
    } finally {
      if (!bound) {
        server.shutdownNow();
      }
    }
    return new EmbeddedMongo(server, lock, chosen);
  }

  /** The connection string for a MongoDB driver; it names no database. */
  public String uri() {
    return "mongodb://" + Loopback.HOST + ":" + port;
  }

  /** Closes connections and files; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutdownNow();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
