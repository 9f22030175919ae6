package io.sessionfold.projector.topics;

import org.apache.kafka.common.utils.Utils;

/**
 * Where a key belongs on every topic of the pipeline: murmur2, as Kafka's Java producers have it.
 */
public final class KeyPartition {
  private KeyPartition() {}

  /** The partition of a key among so many. */
  public static int of(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
