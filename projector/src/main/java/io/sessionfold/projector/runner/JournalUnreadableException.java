package io.sessionfold.projector.runner;

/**
 * A record of the journal cannot be read. Who reads on stops at it: skipping it would leave a hole
 * that nobody sees.
 */
public final class JournalUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of the record at an offset. */
  public JournalUnreadableException(
      String topic, int partition, long offset, RuntimeException cause) {
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

  private JournalUnreadableException(String message, RuntimeException cause) {
    super(message, cause);
  }

  /** A journal that does not reach back to where it is to be read from. */
  public static JournalUnreadableException shortened(
      String topic, int partition, long from, RuntimeException cause) {
    return new JournalUnreadableException(
        topic
            + "-"
            + partition
            + " does not reach back to offset "
            + from
            + ": it was shortened or created anew; restore it, or rebuild from the event log into a"
            + " new journal",
        cause);
  }
}
