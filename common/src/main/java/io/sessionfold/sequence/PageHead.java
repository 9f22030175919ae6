package io.sessionfold.sequence;

/**
 * The open page.
 *
 * @param number from 0
 * @param messages on it
 * @param bytes of them, as {@link Limits#pageBytes} counts
 */
public record PageHead(long number, int messages, long bytes) {
  static final PageHead FIRST = new PageHead(0, 0, 0);

  /** The page that a message of that size goes to. */
  long pageFor(int messageBytes, Limits limits) {
    boolean full = messages >= limits.pageMessages() || bytes + messageBytes > limits.pageBytes();
    return messages > 0 && full ? number + 1 : number;
  }

  PageHead appended(long page, int messageBytes) {
    return page == number
        ? new PageHead(number, messages + 1, bytes + messageBytes)
        : new PageHead(page, 1, messageBytes);
  }
}
