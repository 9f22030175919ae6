package io.sessionfold.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real {@code mongod} as a child process: the primary of the one-node replica set {@code rs0},
 * listening on 127.0.0.1 only.
 *
 * <p>What it acknowledged with write concern majority survives {@link #close()} and a kill of both
 * processes; the port may differ at each start. It ends with this JVM: when the JVM is gone without
 * {@link #close()}, the mongod is told to stop, and one that still runs from a killed JVM is
 * stopped before another starts on its data directory. It writes its log to {@code mongod.log}
 * there, without the content of commands.
 */
public final class MongodProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MongodProcess.class);
  private static final String WHAT = "The mongod";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long STOP_LIMIT_MILLIS = 20_000;
  private static final long POLL_MILLIS = 20;
  private static final int LINES_SHOWN = 5;

  private final DirectoryLock lock;
  private final ChildProcess process;
  private final int port;
  private boolean closed;

  private MongodProcess(DirectoryLock lock, ChildProcess process, int port) {
    this.lock = lock;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a mongod and returns when it is primary, usually within two seconds.
   *
   * @throws ServerRefusedException if the directory or the port is in use, or the mongod does not
   *     become primary; nothing is left running then
   */
  public static MongodProcess start(MongodConfig config) {
    DirectoryLock lock = DirectoryLock.acquire(config.dataDirectory(), WHAT);
    @Nullable MongodProcess mongod = null;
    try {
      mongod = start(config, lock);
      return mongod;
    } finally {
      if (mongod == null) {
        lock.close();
      }
    }
  }

  private static MongodProcess start(MongodConfig config, DirectoryLock lock) {
    Path data = config.dataDirectory().toAbsolutePath();
    // Nobody else holds the directory: a mongod that runs there was left behind by a killed JVM.
    LeftBehind.stop(data, STOP_LIMIT_MILLIS);
    int port = Loopback.choose(config.port(), WHAT);
    ChildProcess process;
    try {
      process = ChildProcess.start(command(config, data, port), data.resolve("mongod.out"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot run %s. Check %s.".formatted(config.binary(), MongodBinary.VARIABLE), e);
    }
    boolean primary = false;
    try {
      awaitPrimary(process, port, data);
      primary = true;
    } finally {
      if (!primary) {
        process.stop(STOP_LIMIT_MILLIS);
      }
    }
    log.info("mongod on {}:{}, data in {}", Loopback.HOST, port, data);
    return new MongodProcess(lock, process, port);
  }

  private static List<String> command(MongodConfig config, Path data, int port) {
    return List.of(
        config.binary().toString(),
        "--dbpath",
        data.toString(),
        "--logpath",
        data.resolve("mongod.log").toString(),
        "--logappend",
        "--bind_ip",
        Loopback.HOST,
        "--port",
        Integer.toString(port),
        "--nounixsocket",
        "--replSet",
        ReplicaSet.NAME,
        "--wiredTigerCacheSizeGB",
        Double.toString(config.cacheMegabytes() / 1024.0),
        // The default is a share of the whole disk.
        "--oplogSize",
        "990",
        // A slow command would be logged with the documents that it carries.
        "--slowms",
        Integer.toString(Integer.MAX_VALUE),
        "--setParameter",
        "diagnosticDataCollectionEnabled=false",
        // The default waits 15 s for other members to take over; there are none.
        "--setParameter",
        "shutdownTimeoutMillisForSignaledShutdown=0");
  }

  private static void awaitPrimary(ChildProcess process, int port, Path data) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!Loopback.accepts(port)) {
      pause(process, deadline, data);
    }
    try (ReplicaSet replicaSet = new ReplicaSet(port)) {
      while (!replicaSet.becomePrimary()) {
        pause(process, deadline, data);
      }
    }
  }

  private static void pause(ChildProcess process, long deadline, Path data) {
    if (process.endsWithin(POLL_MILLIS)) {
      throw new ServerRefusedException(
          "%s ended with code %d before it was ready. The end of its output:%n%s"
              .formatted(WHAT, process.exitCode(), lastLines(data)));
    }
    if (System.nanoTime() > deadline) {
      throw new ServerRefusedException(
          "%s was not ready within %d s. The end of its output:%n%s"
              .formatted(WHAT, START_LIMIT.toSeconds(), lastLines(data)));
    }
  }

  private static String lastLines(Path data) {
    StringBuilder text = new StringBuilder();
    for (Path file : List.of(data.resolve("mongod.out"), data.resolve("mongod.log"))) {
      text.append(file).append(System.lineSeparator());
      try (Stream<String> lines = Files.lines(file)) {
        List<String> all = lines.toList();
        all.subList(Math.max(0, all.size() - LINES_SHOWN), all.size())
            .forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
      } catch (IOException | UncheckedIOException e) {
        text.append("  (cannot be read: ").append(e.getMessage()).append(')');
      }
    }
    return text.toString();
  }

  /** The connection string for a MongoDB driver; it names no database. */
  public String uri() {
    return "mongodb://%s:%d/?replicaSet=%s".formatted(Loopback.HOST, port, ReplicaSet.NAME);
  }

  /** The process id of the mongod. */
  public long pid() {
    return process.pid();
  }

  /** Stops the mongod in order, or kills it when that takes long; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      process.stop(STOP_LIMIT_MILLIS);
    } finally {
      lock.close();
    }
  }
}
