package io.sessionfold.sink;

import io.sessionfold.event.SessionKey;
import java.util.Set;

/**
 * Writes one projection of the sessions.
 *
 * <p>Whoever calls it promises order within a session and at-least-once, no more: any prefix of
 * what was written may come again, after a crash in any batch split. There is one writer for a
 * partition <em>normally</em> and never <em>for sure</em>: a paused process may wake up and write
 * late. So every write is fenced by the revision that the store already has: what is at or below it
 * is dropped, and a batch that does not continue it is a gap, refused and never written over.
 *
 * <p>Not thread-safe: one loop calls it.
 */
public interface SessionSink extends AutoCloseable {
  /** The name in watermarks, metrics and marks: {@code mongo}, {@code jsonl}. */
  String name();

  /**
   * Takes partitions over, before their first batch.
   *
   * @return those that may be written; the others are held by another process and are asked for
   *     again
   * @throws StoreUnavailableException if the store is away: some may be taken, and the same call is
   *     repeated or the partitions are given back
   */
  Set<Integer> acquire(Set<Integer> partitions);

  /**
   * Gives partitions back, after everything written to them is durable. Those that it does not hold
   * are left alone.
   *
   * @throws StoreUnavailableException if something could not be made durable. The partitions are
   *     given back nevertheless; what was written since their last checkpoint must not be committed
   */
  void release(Set<Integer> partitions);

  /**
   * Writes a batch. When it returns, readers may see it; it is durable after {@link #checkpoint}.
   *
   * @return the sessions that the store refused; all others are written whole
   * @throws StoreUnavailableException if the store is away: any part may have been written, and the
   *     same batch is given again
   */
  WriteResult write(ChangeBatch batch);

  /**
   * Makes everything written so far durable; only then watermarks rise and offsets are committed.
   *
   * @return the partitions of which something was lost and must be read again from their last
   *     watermark; normally none
   * @throws StoreUnavailableException as {@link #write}
   */
  Set<Integer> checkpoint();

  /**
   * Whether the store has no session at all.
   *
   * @throws StoreUnavailableException as {@link #write}
   */
  boolean isEmpty();

  /**
   * Takes everything away that the store has of a session, so that it can be written anew from its
   * first change: what is there has a gap and cannot be continued. Its partition is held; what
   * waits for a checkpoint is dropped with the rest. May be repeated.
   *
   * @throws StoreUnavailableException as {@link #write}
   */
  void discard(SessionKey session, int partition);

  /** Releases what is held; safe to call twice. */
  @Override
  void close();
}
