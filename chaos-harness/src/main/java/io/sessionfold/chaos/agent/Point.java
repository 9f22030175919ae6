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
  AFTER_COMMIT,
  /** A generation was created; nobody has loaded anything. */
  GENERATION_CREATED,
  /** A partition is loaded and durable; the watermarks of the load are not raised. */
  PARTITION_LOADED,
  /** All partitions are loaded; the indexes are to be made. */
  BEFORE_INDEXES,
  /** A state of a generation is about to be stored. */
  BEFORE_STATE,
  /** A state of a generation was stored; its builder does not know yet. */
  AFTER_STATE,
  /** A generation is held at one place of the journal, to be proved. */
  HELD,
  /** A generation has come to that place; its proof begins. */
  BEFORE_PROOF,
  /** A generation was proved; nobody has stored that. */
  AFTER_PROOF,
  /** The sinks of the generation that is left are held; nobody knows how far they may go. */
  SWAP_HELD,
  /** It is stored how far they may go. */
  SWAP_VECTOR,
  /** The new generation has come so far; the pointer is about to move. */
  BEFORE_POINTER,
  /** The pointer has moved; the sinks are held. */
  AFTER_POINTER,
  /** The state of a generation that the pointer has left or come to was stored. */
  SWAP_MARKED,
  /** The hold of a swap was ended. */
  SWAP_ENDED,
  /** It is stored that a generation is dropped; its data are there. */
  DROP_SAID,
  /** Some of the data of a generation are about to be deleted. */
  BEFORE_DELETE;

  /** The name in messages. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
