package io.sessionfold.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Where stages are completed: on an executor that the user gave, or on one thread of our own, in
 * the order of the acknowledgements. So many stages are open at a time, those included that wait
 * for their turn behind slow work.
 */
final class Completions {
  private final Executor executor;
  private final @Nullable ExecutorService own;
  private final int mostOpen;
  private final Semaphore room;
  private volatile @Nullable Thread thread;

  Completions(@Nullable Executor given, int mostOpen) {
    this.mostOpen = mostOpen;
    room = new Semaphore(mostOpen);
    own = given == null ? Executors.newSingleThreadExecutor(this::newThread) : null;
    executor = given == null ? own : given;
  }

  private Thread newThread(Runnable work) {
    Thread created = new Thread(work, "sessionfold-publisher");
    created.setDaemon(true);
    thread = created;
    return created;
  }

  /**
   * Takes room for a stage; whoever got it gives it back with {@link #leave}.
   *
   * @return false on our own thread, which alone can make room and so must not wait for it
   * @throws BufferExhaustedException if there is none within that time
   */
  boolean enter(Duration longest) {
    if (Thread.currentThread() == thread) {
      return false;
    }
    try {
      if (!room.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BufferExhaustedException(
            "too many stages are open: what depends on them is slower than the broker");
      }
      return true;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** How many stages have room. */
  int open() {
    return mostOpen - room.availablePermits();
  }

  /** Gives back the room of one stage. */
  void leave() {
    room.release();
  }

  /** Runs it there, or here if the executor takes no more: a stage must not stay open for ever. */
  void execute(Runnable completion) {
    try {
      executor.execute(completion);
    } catch (RejectedExecutionException e) {
      completion.run();
    }
  }

  /** Waits until all that was executed before has run, if the thread is ours and another. */
  void await() {
    if (own == null || Thread.currentThread() == thread) {
      return;
    }
    CountDownLatch reached = new CountDownLatch(1);
    execute(reached::countDown);
    try {
      reached.await();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Takes no more on a thread of our own, and waits for it as {@link #await()}, but no longer. */
  void close(Duration timeout) {
    if (own == null) {
      return;
    }
    own.shutdown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      boolean unused = own.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
