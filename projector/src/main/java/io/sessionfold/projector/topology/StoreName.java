package io.sessionfold.projector.topology;

import io.sessionfold.sequence.Limits;
import io.sessionfold.store.StoreNames;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state stores. Their names are part of the names of the changelog topics. */
enum StoreName {
  /** The offset of the last sequenced record of each ingress topic. */
  POSITIONS("positions", true),
  /** Every applied event. Each entry is written once and mostly never read: a cache only costs. */
  SEEN("seen-events", false),
  /** What order needs of each session. */
  HEADS("session-heads", true),
  /** Where each page begins. */
  PAGES("session-pages", true),
  /** The metadata of each session. */
  METADATA("session-metadata", true),
  /** Deleted sessions that still have entries in other stores. */
  FORGETTING("forgetting", false);

  private final String storeName;
  private final boolean cached;

  StoreName(String storeName, boolean cached) {
    this.storeName = storeName;
    this.cached = cached;
  }

  String storeName() {
    return storeName;
  }

  /** The topic that the store is restored from, by the rule of Streams. */
  String changelog(int journal) {
    return StoreNames.applicationId(journal) + "-" + storeName + "-changelog";
  }

  StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(Limits limits) {
    String bytes = Integer.toString(StateSizes.changelogMessageBytes(limits));
    StoreBuilder<KeyValueStore<Bytes, byte[]>> builder =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(storeName), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingEnabled(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes));
    return cached ? builder.withCachingEnabled() : builder.withCachingDisabled();
  }

  KeyValueStore<Bytes, byte[]> in(ProcessorContext<?, ?> context) {
    return context.getStateStore(storeName);
  }
}
