package io.sessionfold.chaos.agent;

/**
 * A safeguard of the product that is taken out, to see whether the oracle notices. A mutation that
 * is not found says that the harness, or a guarantee, is worth nothing.
 */
public enum Mutation {
  /** Session documents are written whatever revision they have. */
  NO_FENCE,
  /** No event is remembered. */
  NO_DEDUPLICATION,
  /** Watermarks rise before the files are synced. */
  WATERMARK_BEFORE_FSYNC,
  /** What stands behind the last whole line of a file is never cut. */
  NO_TORN_TAIL_CUT,
  /** The session document is written before its pages. */
  SESSION_BEFORE_PAGES,
  /** Pages are written whatever revision they have. */
  NO_PAGE_FENCE,
  /** Every process believes that it holds the lock of a partition. */
  NO_PARTITION_LOCK,
  /** The projector does not remember which records it has sequenced. */
  NO_POSITIONS
}
