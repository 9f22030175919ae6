package io.sessionfold.projector.runner;

/**
 * A record of the journal cannot be read. A sink stops at it: skipping it would leave a hole that
 * nobody sees.
 */
public final class JournalUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalUnreadableException(String topic, int partition, long offset, RuntimeException cause) {
    super(
        "the record at "
            + topic
            + "-"
            + partition
            + ", offset "
            + offset
            + " is not a change that this release can read ("
            + cause.getClass().getSimpleName()
            + "): run the release that wrote it, or a later one; nothing after it was written",
        cause);
  }
}
