package io.sessionfold.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The properties of Kafka's clients that follow from {@link PublisherSettings}. */
final class ClientProperties {
  private static final int LONGEST_REQUEST_MS = 30_000;

  /** The publisher's guarantees rest on these. */
  private static final Map<String, Object> FIXED =
      Map.of(
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          true,
          ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
          5,
          ProducerConfig.RETRIES_CONFIG,
          Integer.MAX_VALUE,
          // No partitioner of its own and keys not ignored: murmur2 of the key, modulo partitions.
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
          false,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class);

  /** Must be absent: with one of them the fixed ones would not mean the same. */
  private static final Set<String> ABSENT =
      Set.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  /** Have a setting of their own. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "bootstrapServers",
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "compression",
          ProducerConfig.LINGER_MS_CONFIG, "linger",
          ProducerConfig.BATCH_SIZE_CONFIG, "batchBytes",
          ProducerConfig.BUFFER_MEMORY_CONFIG, "bufferBytes",
          ProducerConfig.MAX_BLOCK_MS_CONFIG, "maxBlock",
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "deliveryTimeout",
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "limits");

  private ClientProperties() {}

  /** What is wrong with properties that a user gives. */
  static List<String> refusals(Map<String, String> given) {
    return new TreeSet<>(given.keySet())
        .stream().map(ClientProperties::refusal).filter(r -> !r.isEmpty()).toList();
  }

  private static String refusal(String name) {
    if (SETTINGS.containsKey(name)) {
      return name + " has a setting of its own: use " + SETTINGS.get(name);
    }
    return FIXED.containsKey(name) || ABSENT.contains(name)
        ? name + " is the publisher's own, its guarantees rest on it: remove it"
        : "";
  }

  static Map<String, Object> producer(PublisherSettings settings) {
    int delivery = millis(settings.deliveryTimeout());
    int linger = millis(settings.linger());
    Map<String, Object> properties = new HashMap<>();
    properties.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(LONGEST_REQUEST_MS, delivery - linger));
    properties.putAll(settings.clientProperties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.compression().wireName());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, settings.batchBytes());
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.maxBlock().toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.requestBytes());
    properties.putAll(FIXED);
    return properties;
  }

  /** The same brokers and credentials for the question whether a topic exists. */
  static Map<String, Object> admin(PublisherSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.clientProperties());
    properties.keySet().retainAll(AdminClientConfig.configNames());
    int timeout = millis(settings.maxBlock());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(LONGEST_REQUEST_MS, timeout));
    return properties;
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
