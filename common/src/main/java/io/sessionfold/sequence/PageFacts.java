package io.sessionfold.sequence;

import java.util.Map;

/**
 * What sequencing remembers of a page.
 *
 * @param firstSeq the number of its first message
 * @param nextIndexes each agent's next index when the page was opened; absent: 0
 * @param addedBytes what redactions, replacements and measurements have added to it
 */
public record PageFacts(long firstSeq, Map<String, Long> nextIndexes, long addedBytes) {
  /** The first page of every session, before anything is added to it. */
  public static final PageFacts FIRST = new PageFacts(1, Map.of(), 0);

  /** Copies the map. */
  public PageFacts {
    nextIndexes = Map.copyOf(nextIndexes);
  }

  long nextIndex(String agent) {
    return nextIndexes.getOrDefault(agent, 0L);
  }

  PageFacts plus(long bytes) {
    return new PageFacts(firstSeq, nextIndexes, addedBytes + bytes);
  }
}
