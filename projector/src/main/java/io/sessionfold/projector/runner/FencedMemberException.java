package io.sessionfold.projector.runner;

import org.apache.kafka.common.errors.FencedInstanceIdException;

/**
 * The group knows another member under this one's name. Mostly that is this process itself: a join
 * whose answer was lost counts as another member's. So it joins anew, with another consumer; if
 * that happens again and again, there really is another process.
 */
public final class FencedMemberException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedMemberException(String sink, FencedInstanceIdException cause) {
    super(
        "another process has this one's name in the group of sink "
            + sink
            + ": its data directory was copied; delete members/ in one of the two",
        cause);
  }
}
