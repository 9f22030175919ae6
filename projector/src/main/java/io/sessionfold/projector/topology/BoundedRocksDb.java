package io.sessionfold.projector.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Keeps all stores of the JVM within one bound: blocks, indexes, filters and write buffers share
 * one cache. Filters are cut into pieces by key range, so that a store larger than memory keeps
 * only those of active sessions; a lookup of an event that was never seen ends at a filter.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** The bound in bytes; the first store that is opened in a JVM decides. */
  static final String BYTES_CONFIG = "sessionfold.rocksdb.bytes";

  private static final double FILTER_BITS = 10;
  private static final double INDEX_AND_FILTER_SHARE = 0.3;
  private static final int WRITE_BUFFERS_PART = 3;
  private static final long WRITE_BUFFER_BYTES = 8L * 1024 * 1024;

  /** Never closed: the stores of the JVM's next projector use it again. */
  private static @Nullable Memory memory;

  private record Memory(Cache cache, WriteBufferManager writeBuffers, BloomFilter filter) {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Memory shared = memory((Long) configs.get(BYTES_CONFIG));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(shared.cache());
    table.setFilterPolicy(shared.filter());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setIndexType(IndexType.kTwoLevelIndexSearch);
    table.setPartitionFilters(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(shared.writeBuffers());
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMemtableWholeKeyFiltering(true);
    options.setMemtablePrefixBloomSizeRatio(0.05);
  }

  @Override
  public void close(String storeName, Options options) {
    // What is shared outlives a store; the rest is closed with the options.
  }

  private static synchronized Memory memory(long bytes) {
    if (memory == null) {
      Cache cache = new LRUCache(bytes, -1, false, INDEX_AND_FILTER_SHARE);
      memory =
          new Memory(
              cache,
              new WriteBufferManager(bytes / WRITE_BUFFERS_PART, cache),
              new BloomFilter(FILTER_BITS));
    }
    return memory;
  }
}
