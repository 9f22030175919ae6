package io.sessionfold.projector.regroup;

import io.sessionfold.event.SessionKey;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What of a stretch is wanted. What is not is neither kept nor decoded.
 *
 * @param sessions those whose changes are wanted; absent: all
 * @param rejections whether rejections are wanted too
 */
public record Selection(@Nullable Predicate<SessionKey> sessions, boolean rejections) {
  /** Everything. */
  public static final Selection ALL = new Selection(null, true);

  /** The changes of all sessions, and no rejections. */
  public static final Selection CHANGES = new Selection(null, false);

  /** The changes of some sessions. */
  public static Selection of(Predicate<SessionKey> sessions) {
    return new Selection(sessions, false);
  }
}
