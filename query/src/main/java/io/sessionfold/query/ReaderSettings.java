package io.sessionfold.query;

import com.mongodb.ConnectionString;
import com.mongodb.MongoNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reader connects to. Immutable; validated when it is made.
 *
 * @param mongoUri {@code mongodb://} or {@code mongodb+srv://}; reads always go to the primary
 * @param database the database of the projection
 * @param kafka properties of Kafka clients, at least {@code bootstrap.servers}; empty: without
 *     Kafka, and then the reads that need it are refused ({@link KafkaRequiredException})
 * @param metadataKeys the top-level metadata keys that sessions may be filtered by, those that the
 *     sink was told to index
 * @param files the root of the session files, for the past of sessions; absent: the past is read
 *     from the journal
 * @param timeout how long one call to a server may take where a read names no shorter deadline
 */
public record ReaderSettings(
    String mongoUri,
    String database,
    Map<String, String> kafka,
    Set<String> metadataKeys,
    @Nullable Path files,
    Duration timeout) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  /** Refuses what cannot work, saying which setting it is, and copies. */
  public ReaderSettings {
    refuseBadUri(mongoUri);
    MongoNamespace.checkDatabaseNameValidity(database);
    kafka = Collections.unmodifiableMap(new LinkedHashMap<>(kafka));
    metadataKeys = Set.copyOf(metadataKeys);
    if (!kafka.isEmpty() && kafka.getOrDefault(BOOTSTRAP_SERVERS, "").isBlank()) {
      throw new IllegalArgumentException(
          "the Kafka properties name no " + BOOTSTRAP_SERVERS + ": add them, or leave Kafka out");
    }
    if (timeout.isNegative() || timeout.toMillis() == 0) {
      throw new IllegalArgumentException("timeout is at least a millisecond, not " + timeout);
    }
  }

  /** Without Kafka, files and metadata filters. */
  public static ReaderSettings of(String mongoUri, String database) {
    return new ReaderSettings(mongoUri, database, Map.of(), Set.of(), null, DEFAULT_TIMEOUT);
  }

  /** With Kafka at these addresses. */
  public ReaderSettings withKafka(String bootstrapServers) {
    return withKafka(Map.of(BOOTSTRAP_SERVERS, bootstrapServers));
  }

  /** With Kafka, by these client properties, for encryption and authentication too. */
  public ReaderSettings withKafka(Map<String, String> properties) {
    return new ReaderSettings(mongoUri, database, properties, metadataKeys, files, timeout);
  }

  /** With filters on these metadata keys. */
  public ReaderSettings withMetadataKeys(Set<String> keys) {
    return new ReaderSettings(mongoUri, database, kafka, keys, files, timeout);
  }

  /** With the session files below this root, which is the sink's. */
  public ReaderSettings withFiles(Path root) {
    return new ReaderSettings(mongoUri, database, kafka, metadataKeys, root, timeout);
  }

  /** With another timeout. */
  public ReaderSettings withTimeout(Duration newTimeout) {
    return new ReaderSettings(mongoUri, database, kafka, metadataKeys, files, newTimeout);
  }

  /** The settings without what may be secret. */
  @Override
  public String toString() {
    return "ReaderSettings[" + new ConnectionString(mongoUri).getHosts() + "/" + database + "]";
  }

  private static void refuseBadUri(String uri) {
    if (!isMongoUri(uri)) {
      // Without the driver's message, which may quote the URI and with it a password.
      throw new IllegalArgumentException(
          "mongoUri is not a URI for MongoDB: expected mongodb://host:port or mongodb+srv://host");
    }
  }

  private static boolean isMongoUri(String uri) {
    try {
      return !new ConnectionString(uri).getHosts().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
