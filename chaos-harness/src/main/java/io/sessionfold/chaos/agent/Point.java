package io.sessionfold.chaos.agent;

import java.util.Locale;

/** The places in the product at which a process can be killed or stopped. */
public enum Point {
  /** A sink has read a batch and has written nothing of it. */
  BEFORE_WRITE,
  /** A sink has written a batch; its watermark is not raised. */
  AFTER_WRITE,
  /** The watermark is raised; the offsets are not committed. */
  AFTER_WATERMARK,
  /** Pages are written; their session document is not. */
  MID_PAGE_MOVE,
  /** Half of the bytes are in a file. */
  MID_FILE_APPEND,
  /** A rewritten file stands beside the old one. */
  BEFORE_REWRITE_MOVE,
  /** A rewritten file has replaced the old one; its directory is not synced. */
  AFTER_REWRITE_MOVE,
  /** A file is synced; others of the checkpoint are not. */
  AFTER_FSYNC,
  /** A record is sequenced; its transaction is open. */
  IN_TRANSACTION,
  /** A transaction is about to be committed. */
  BEFORE_COMMIT,
  /** A transaction was committed; the task does not know yet. */
  AFTER_COMMIT;

  /** The name in messages. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
