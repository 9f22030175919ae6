package io.sessionfold.projector.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record that leaves, with the partition it goes to. A sink's partitioner sees
 * nothing else of where a record came from.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Outgoing(int partition, byte @Nullable [] value) {
  /** Writes the value alone. */
  static final Serializer<Outgoing> SERIALIZER =
      (topic, outgoing) -> outgoing == null ? null : outgoing.value();

  /** The partition that the record asks for. */
  static final StreamPartitioner<byte[], Outgoing> PARTITIONER =
      (topic, key, outgoing, partitions) -> Optional.of(Set.of(outgoing.partition()));
}
