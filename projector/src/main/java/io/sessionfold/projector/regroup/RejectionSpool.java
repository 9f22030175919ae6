package io.sessionfold.projector.regroup;

import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.JournalUnreadableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Rejections in the order of the journal: in memory while they are few, then in a file. */
final class RejectionSpool implements AutoCloseable {
  private static final byte[] NO_KEY = new byte[0];

  private final ScratchDirectory scratch;
  private final long memory;
  private final List<RawChange> few = new ArrayList<>();
  private long bytes;
  private @Nullable Scatter file;

  /** Holds at most so many bytes in memory, or as many again in a buffer. */
  RejectionSpool(ScratchDirectory scratch, long memory) {
    this.scratch = scratch;
    this.memory = memory;
  }

  void add(long offset, byte[] value) {
    RawChange record = new RawChange(NO_KEY, 0, offset, value);
    if (file != null) {
      file.add(record);
      return;
    }
    few.add(record);
    bytes += record.length();
    if (bytes > memory) {
      file = new Scatter(scratch, 0, memory * Scatter.BUCKETS);
      few.forEach(file::add);
      few.clear();
    }
  }

  void forEach(TopicPartition partition, Consumer<Rejected> consumer) {
    if (file == null) {
      decode(partition, few.iterator(), consumer);
      return;
    }
    for (Bucket bucket : file.buckets()) {
      try (Bucket.Records records = bucket.read()) {
        decode(partition, records, consumer);
      }
      bucket.delete();
    }
  }

  private static void decode(
      TopicPartition partition, Iterator<RawChange> records, Consumer<Rejected> consumer) {
    while (records.hasNext()) {
      RawChange record = records.next();
      Rejected rejected;
      try {
        rejected = (Rejected) ChangeCodec.read(record.value());
      } catch (RuntimeException e) {
        throw new JournalUnreadableException(
            partition.topic(), partition.partition(), record.offset(), e);
      }
      consumer.accept(rejected);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
