package io.sessionfold.cli.pipeline;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.ExpectedFailure;
import io.sessionfold.projector.runner.FencedMemberException;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.store.OtherFoldException;
import io.sessionfold.sink.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that begins as soon as what it needs is there, trying again with growing waits, and its
 * loop from then on. A process that is started before its stores has nothing else to do.
 */
final class SinkPart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkPart.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private static final Duration CLOSE = Duration.ofSeconds(15);

  /** Two processes that share a name take it from each other at once. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final int FENCED_FOR_GOOD = 5;

  private final Part part;
  private final Supplier<SinkRunner> begin;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private int fencedInARow;
  private volatile @Nullable SinkRunner runner;
  private volatile WaitingSink waiting;

  private SinkPart(Part part, Supplier<SinkRunner> begin) {
    this.part = part;
    this.begin = begin;
    this.waiting = new WaitingSink(part.sinkName(), false, "it is being started");
    this.thread = new Thread(this::run, "start-" + part.commandName());
    thread.setDaemon(true);
  }

  /**
   * Starts it.
   *
   * @param begin throws {@link StoreUnavailableException}, {@link CommandException} or {@link
   *     OtherFoldException} for what may come to be there; anything else is for good
   */
  static SinkPart start(Part part, Supplier<SinkRunner> begin) {
    SinkPart started = new SinkPart(part, begin);
    started.thread.start();
    return started;
  }

  private void run() {
    Duration wait = FIRST_WAIT;
    try {
      do {
        boolean begun = begun();
        if (begun && !isFenced()) {
          return;
        }
        wait = begun ? FIRST_WAIT : wait.multipliedBy(2);
        wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      } while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // It is being closed.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("{} does not start", part, e);
      String reason = ExpectedFailure.message(e).orElse(e.toString());
      waiting = new WaitingSink(part.sinkName(), true, reason);
    }
  }

  /** Waits until the loop ends; whether it has to be begun anew. */
  private boolean isFenced() throws InterruptedException {
    SinkRunner begun = runner;
    if (begun == null) {
      return false;
    }
    long since = System.nanoTime();
    try {
      begun.ended().toCompletableFuture().get();
      return false;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof FencedMemberException fenced)) {
        return false;
      }
      boolean unused = begun.close(CLOSE);
      runner = null;
      fencedInARow = System.nanoTime() - since < SETTLED.toNanos() ? fencedInARow + 1 : 1;
      if (fencedInARow == FENCED_FOR_GOOD) {
        throw fenced;
      }
      waiting = new WaitingSink(part.sinkName(), false, "it joins its group anew");
      return true;
    }
  }

  private boolean begun() {
    try {
      runner = begin.get();
      return true;
    } catch (StoreUnavailableException | CommandException | OtherFoldException e) {
      LOG.debug("{} waits", part, e);
      waiting = new WaitingSink(part.sinkName(), false, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Its loop; absent while it waits. */
  @Nullable SinkRunner runner() {
    return runner;
  }

  /** What it waits for while there is no loop. */
  WaitingSink waiting() {
    WaitingSink said = waiting;
    boolean died = !said.failed() && !thread.isAlive() && runner == null;
    return died && closing.getCount() > 0
        ? new WaitingSink(part.sinkName(), true, "it ended abruptly: see the log")
        : said;
  }

  /**
   * Ends the waiting, and the loop in order; safe to call twice.
   *
   * @return whether it ended within the time
   */
  boolean close(Duration within) {
    Deadline deadline = Deadline.in(within);
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(Math.max(deadline.left().toMillis(), 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    SinkRunner begun = runner;
    return begun == null ? !thread.isAlive() : begun.close(deadline.left());
  }

  /** Closes with patience of its own. */
  @Override
  public void close() {
    boolean unused = close(CLOSE);
  }
}
