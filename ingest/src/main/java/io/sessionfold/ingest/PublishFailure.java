package io.sessionfold.ingest;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Why a valid event was not acknowledged. */
public enum PublishFailure {
  /** The topic does not exist. */
  TOPIC_MISSING(true, "its topic does not exist", "run `sessionfold topics ensure`"),
  /** No broker answered within the longest block. */
  BROKER_UNREACHABLE(
      true,
      "no broker answered in time",
      "check that Kafka runs there and can be reached from this machine"),
  /** The buffer stayed full for the longest block. */
  BUFFER_FULL(
      true,
      "the publisher's buffer stayed full",
      "check that the broker answers and that nothing blocks in what depends on the stages; else"
          + " publish more slowly, or raise bufferBytes or maxBlock"),
  /** No acknowledgement came within the delivery timeout. */
  TIMED_OUT(
      true,
      "no acknowledgement came within the delivery timeout",
      "check that the broker answers and has enough replicas in sync"),
  /** The topic takes no event of this size, though the event limit does. */
  TOO_LARGE(
      false,
      "its topic takes no event of this size",
      "run `sessionfold topics ensure`, which compares the topics with the event limit"),
  /** The broker refused this client. */
  REFUSED(
      false,
      "the broker refused this client",
      "check the credentials and the right to write to the topic"),
  /** The publishing thread was interrupted while it was blocked; it still is interrupted. */
  INTERRUPTED(true, "the thread was interrupted", "publish it again if it is still wanted"),
  /** The publisher is closed, or was closed before the acknowledgement came. */
  CLOSED(true, "the publisher is closed", "use one that is open"),
  /** The broker gave another answer that may change. */
  TRANSIENT(true, "the broker could not take it", "see the cause; try again later"),
  /** Anything else. */
  UNEXPECTED(false, "Kafka's producer failed", "see the cause; open a new publisher if it repeats");

  private final boolean retriable;
  private final String what;
  private final String remedy;

  PublishFailure(boolean retriable, String what, String remedy) {
    this.retriable = retriable;
    this.what = what;
    this.remedy = remedy;
  }

  /** Whether publishing the same event again may succeed without anybody changing anything else. */
  public boolean retriable() {
    return retriable;
  }

  String what() {
    return what;
  }

  String remedy() {
    return remedy;
  }

  /**
   * The class of what Kafka reported.
   *
   * @param sent whether the event had been handed to the producer's buffer
   */
  static PublishFailure of(Throwable cause, boolean sent) {
    if (cause instanceof UnknownTopicOrPartitionException
        || cause.getCause() instanceof UnknownTopicOrPartitionException) {
      return TOPIC_MISSING;
    }
    if (cause instanceof BufferExhaustedException) {
      return BUFFER_FULL;
    }
    if (cause instanceof TimeoutException) {
      return sent ? TIMED_OUT : BROKER_UNREACHABLE;
    }
    if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
      return TOO_LARGE;
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return REFUSED;
    }
    if (cause instanceof InterruptException) {
      return INTERRUPTED;
    }
    return cause instanceof RetriableException ? TRANSIENT : UNEXPECTED;
  }
}
