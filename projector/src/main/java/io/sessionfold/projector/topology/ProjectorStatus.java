package io.sessionfold.projector.topology;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * How a projector is.
 *
 * @param reason why it failed, or what its last trouble was while it tries again
 * @param partitions of the event log that it sequences at this moment
 */
public record ProjectorStatus(State state, @Nullable String reason, SortedSet<Integer> partitions) {
  /** The states; a projector goes back and forth between the first three. */
  public enum State {
    /** Not yet a member of its group. */
    STARTING,
    /** Partitions are being handed out, or state is being restored. */
    RESTORING,
    /** All its partitions are being sequenced. */
    RUNNING,
    /** It stopped for good; the reason says what to do. */
    FAILED,
    /** It was closed. */
    STOPPED
  }
}
