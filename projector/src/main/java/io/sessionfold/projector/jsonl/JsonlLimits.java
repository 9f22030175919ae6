package io.sessionfold.projector.jsonl;

/**
 * What bounds the sink's memory and descriptors.
 *
 * @param openFiles how many session files are open at a time
 * @param knownFiles of how many files the fence is remembered; the others are read again
 * @param dirtyFiles how many files may wait for an fsync before it is done early
 * @param waitingBytes how many bytes of lines may wait for a rewrite before it is done early
 */
public record JsonlLimits(int openFiles, int knownFiles, int dirtyFiles, long waitingBytes) {
  /** About 60 MiB when everything is at its bound and sessions are small. */
  public static final JsonlLimits DEFAULT = new JsonlLimits(128, 50_000, 20_000, 32L << 20);

  /** Refuses bounds that leave no room for work. */
  public JsonlLimits {
    if (openFiles < 1 || knownFiles < 1 || dirtyFiles < 1 || waitingBytes < 1) {
      throw new IllegalArgumentException("every limit of the JSONL sink is at least 1");
    }
  }
}
