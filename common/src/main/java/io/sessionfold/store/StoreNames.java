package io.sessionfold.store;

/**
 * The names of collections, topics and groups. Generations and journals are numbered from 1; a
 * number is never used twice.
 */
public final class StoreNames {
  /** The collection of watermarks, one document per generation, sink and partition. */
  public static final String WATERMARKS = "watermarks";

  /** The collection that has the pointer document, and a document for each generation. */
  public static final String GENERATIONS = "generations";

  /** The collection of sessions that a sink left out. */
  public static final String QUARANTINE = "quarantine";

  /** The view of the active generation's sessions, on servers that have views. */
  public static final String SESSIONS_VIEW = "sessions";

  private StoreNames() {}

  /** The collection of a generation's session documents. */
  public static String sessions(int generation) {
    return "sessions_g" + number("generation", generation);
  }

  /** The collection of a generation's pages. */
  public static String sessionPages(int generation) {
    return "session_pages_g" + number("generation", generation);
  }

  /** The collection of a generation's rejections. */
  public static String rejections(int generation) {
    return "rejections_g" + number("generation", generation);
  }

  /** The topic of a journal. */
  public static String journal(int journal) {
    return "session-changes-" + number("journal", journal);
  }

  /** The topic of the dead letters that belong to a journal. */
  public static String deadLetters(int journal) {
    return "session-dead-letters-" + number("journal", journal);
  }

  /** The Streams application that writes a journal. */
  public static String applicationId(int journal) {
    return "sessionfold-j" + number("journal", journal);
  }

  /** The consumer group in which a sink writes a generation. */
  public static String consumerGroup(String sink, int generation) {
    return "sessionfold-" + sink + "-g" + number("generation", generation);
  }

  private static int number(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("a " + what + " has a number from 1, not " + number);
    }
    return number;
  }
}
