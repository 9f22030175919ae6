package io.sessionfold.journal;

/**
 * Why an event was rejected. Both texts are cut to {@link #LONGEST} characters: a pointer into
 * hostile data can be as long as the data, and there is one for each of its faults.
 *
 * @param pointer RFC 6901 pointer into the event's data, or the name of a header or of the key;
 *     empty where the reason is about the whole
 * @param message what was expected; never the value that was found
 */
public record Reason(RejectionCode code, String pointer, String message) {
  /** The most characters of pointer and message, each; what was cut ends in an ellipsis. */
  public static final int LONGEST = 512;

  /** Cuts what is too long. */
  public Reason {
    pointer = cut(pointer);
    message = cut(message);
  }

  /** A reason about the whole event. */
  public static Reason of(RejectionCode code, String message) {
    return new Reason(code, "", message);
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
