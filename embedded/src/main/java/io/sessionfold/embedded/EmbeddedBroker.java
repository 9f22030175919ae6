package io.sessionfold.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: Kafka's own server, one KRaft node that is broker and
 * controller, listening on 127.0.0.1 only.
 *
 * <p>Everything it acknowledged is there again when it is started on the same data directory, after
 * {@link #close()} and after a kill of the process; the cluster id stays, the port may differ.
 * There is one copy, not forced to the disk at each write: a power failure may lose the last
 * seconds. It is for a first run and for tests, not for production.
 *
 * <p>Messages up to 8 MiB fit where a topic allows them. Topics are never created by use, and their
 * default retention is unlimited. One data directory serves one broker at a time; a second one is
 * refused. When Kafka meets a fault that it deems fatal, such as a disk that fails, it halts the
 * JVM.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String WHAT = "The embedded broker";

  private final DirectoryLock lock;
  private final KafkaRaftServer server;
  private final String clusterId;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(DirectoryLock lock, KafkaRaftServer server, String clusterId, int port) {
    this.lock = lock;
    this.server = server;
    this.clusterId = clusterId;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it serves clients: seconds in a cold JVM, half a second later.
   *
   * @throws ServerRefusedException if the directory or the port is in use, or the broker does not
   *     start; nothing is left running then
   */
  public static EmbeddedBroker start(BrokerConfig config) {
    DirectoryLock lock = DirectoryLock.acquire(config.dataDirectory(), WHAT);
    @Nullable EmbeddedBroker broker = null;
    try {
      broker = start(config, lock);
      return broker;
    } finally {
      if (broker == null) {
        lock.close();
      }
    }
  }

  private static EmbeddedBroker start(BrokerConfig config, DirectoryLock lock) {
    Path logDirectory = config.dataDirectory().toAbsolutePath().resolve("log");
    int port = Loopback.choose(config.port(), WHAT);
    Properties properties =
        BrokerProperties.of(config, logDirectory, port, Loopback.chooseOtherThan(port));
    String clusterId = format(logDirectory);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    boolean started = false;
    try {
      server.startup();
      started = true;
    } catch (RuntimeException e) {
      throw new ServerRefusedException(
          "%s did not start on %s: %s".formatted(WHAT, config.dataDirectory(), e.getMessage()), e);
    } finally {
      if (!started) {
        stop(server);
      }
    }
    log.info("Broker on {}:{}, data in {}", Loopback.HOST, port, config.dataDirectory());
    return new EmbeddedBroker(lock, server, clusterId, port);
  }

  /** Gives a new directory its cluster id; leaves one that has an id as it is. */
  private static String format(Path logDirectory) {
    String clusterId = storedClusterId(logDirectory.resolve("meta.properties"));
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false)) {
      new Formatter()
          .setClusterId(clusterId)
          .setNodeId(BrokerProperties.NODE_ID)
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .setMetadataLogDirectory(logDirectory.toString())
          .addDirectory(logDirectory.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .setPrintStream(nowhere)
          .run();
      return clusterId;
    } catch (Exception e) {
      throw new ServerRefusedException(
          "%s cannot format %s: %s".formatted(WHAT, logDirectory, e.getMessage()), e);
    }
  }

  private static String storedClusterId(Path meta) {
    if (!Files.exists(meta)) {
      return Uuid.randomUuid().toString();
    }
    Properties stored = new Properties();
    try (InputStream in = Files.newInputStream(meta)) {
      stored.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + meta, e);
    }
    @Nullable String clusterId = stored.getProperty("cluster.id");
    if (clusterId == null) {
      throw new ServerRefusedException(
          "%s has no cluster.id: this is not a broker's data directory, or it is damaged. Choose another directory."
              .formatted(meta));
    }
    return clusterId;
  }

  /** {@code host:port}, as clients want it. */
  public String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  /** The id that the data directory got when it was first used. */
  public String clusterId() {
    return clusterId;
  }

  /** Stops the broker and waits until it has; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stop(server);
    } finally {
      lock.close();
    }
  }

  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }
}
