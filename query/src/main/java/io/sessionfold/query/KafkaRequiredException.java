package io.sessionfold.query;

/** The read needs Kafka, and the reader was opened without it. */
public final class KafkaRequiredException extends QueryException {
  private static final long serialVersionUID = 1L;

  KafkaRequiredException(String what) {
    super(
        what
            + " asks Kafka, and this reader was opened without it: give its settings the bootstrap"
            + " servers",
        null);
  }
}
