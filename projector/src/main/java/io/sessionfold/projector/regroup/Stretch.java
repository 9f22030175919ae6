package io.sessionfold.projector.regroup;

import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of one partition of a journal.
 *
 * @param from the offset of its first record
 * @param end the offset before which it ends; at most the end of what is committed
 */
public record Stretch(TopicPartition partition, long from, long end) {}
