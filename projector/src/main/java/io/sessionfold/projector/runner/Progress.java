package io.sessionfold.projector.runner;

import io.sessionfold.journal.EventRef;
import io.sessionfold.sink.Watermark;

/**
 * How far a sink is with one partition.
 *
 * @param raised the watermark as it is stored
 * @param reached what the written changes reached beyond it
 */
record Progress(Watermark raised, Watermark reached) {
  /** Of a partition that starts where its stored watermark is. */
  static Progress from(Watermark stored) {
    return new Progress(stored, stored);
  }

  /** After a change about {@code event} was written. */
  Progress past(EventRef event) {
    return new Progress(raised, reached.past(event));
  }

  /** With the consumer at {@code position} of the journal, and all before it written. */
  Progress at(long position) {
    return new Progress(raised, reached.max(new Watermark(position, 0, 0)));
  }

  /** Whether there is something to raise. */
  boolean isAhead() {
    return !reached.equals(raised);
  }

  /** After what was reached was stored. */
  Progress stored() {
    return new Progress(reached, reached);
  }

  /** After what was reached was lost. */
  Progress lost() {
    return new Progress(raised, raised);
  }
}
