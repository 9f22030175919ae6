package io.sessionfold.http.reading;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code after} says of messages, where it has two meanings: a number is the {@code seq} of
 * the message before, and what has dots is a position to wait for.
 *
 * @param seq absent: from the first message on
 */
record AfterParameter(@Nullable Long seq, List<String> positions) {
  /** Reads all that were given; of several numbers the later ones are positions that are none. */
  static AfterParameter of(Parameters parameters) {
    Long seq = null;
    List<String> positions = new ArrayList<>();
    for (String given : parameters.all("after")) {
      if (given.matches("\\d{1,18}") && seq == null) {
        seq = Long.valueOf(given);
      } else {
        positions.add(given);
      }
    }
    return new AfterParameter(seq, positions);
  }
}
