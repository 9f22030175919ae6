package io.sessionfold.projector.topology;

import io.sessionfold.projector.topics.TopicPlan;
import io.sessionfold.store.StoreNames;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of Streams, with the reasons for what differs from its defaults. */
final class StreamsProperties {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private StreamsProperties() {}

  static Properties of(ProjectorSettings settings, String instance) {
    Properties p = new Properties();
    p.putAll(settings.client());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, StoreNames.applicationId(settings.journal()));
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.cacheBytes());
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // The order between the two topics carries no meaning, so no record waits for the other topic.
    // Only deletions make a journal that is made anew depend on it: with 0 a task waits until it
    // has what the brokers have of both topics, and takes the earlier record.
    p.put(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
        settings.merging() ? 0L : StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    p.put(BoundedRocksDb.BYTES_CONFIG, settings.rocksDbBytes());
    consumer(p, instance);
    restoration(p);
    producer(p, settings);
    return p;
  }

  private static void consumer(Properties p, String instance) {
    // After a kill the same instance gets its tasks back at once, another one after ten seconds.
    p.put(main(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
    p.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    p.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
    // What is fetched ahead is held on the heap: with large events this is what bounds it.
    p.put(main(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 32 * MIB);
    p.put(main(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), MIB);
    p.put(main(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1_000);
  }

  /**
   * What a poll brings goes into RocksDB as one batch, and remembered events are small: batches of
   * the default size cost about a sixth more CPU. The bytes bound the heap all the same.
   */
  private static void restoration(Properties p) {
    p.put(restore(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10_000);
    p.put(restore(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * MIB);
    p.put(restore(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 32 * MIB);
  }

  private static void producer(Properties p, ProjectorSettings settings) {
    // A commit flushes at once, so the linger fills batches and delays nothing.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * KIB);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L * MIB);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Math.max(
            TopicPlan.journalMessageBytes(settings.limits()),
            StateSizes.changelogMessageBytes(settings.limits())));
  }

  private static String restore(String name) {
    return StreamsConfig.restoreConsumerPrefix(name);
  }

  private static String main(String name) {
    return StreamsConfig.mainConsumerPrefix(name);
  }
}
