package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.regroup.Regrouped;
import io.sessionfold.projector.regroup.Stretch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stretch that comes next on a thread of its own. Whatever goes wrong with that is
 * forgotten: the stretch is read when it is asked for. One thread calls it.
 */
final class ReadAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  private final Function<Stretch, Regrouped> read;
  private @Nullable Stretch planned;
  private @Nullable Reading reading;

  ReadAhead(Function<Stretch, Regrouped> read) {
    this.read = read;
  }

  /** What {@link #begin} is to read. */
  void plan(Stretch next) {
    planned = next;
  }

  /** Begins to read what is planned. */
  void begin() {
    Stretch next = planned;
    planned = null;
    if (next != null && reading == null) {
      reading = new Reading(next);
      reading.thread.start();
    }
  }

  /** A stretch: what was read ahead, or read now. Closed by whoever takes it. */
  Regrouped take(Stretch wanted) throws InterruptedException {
    Reading begun = reading;
    if (begun != null && begun.stretch.equals(wanted)) {
      begun.thread.join();
      Regrouped found = begun.result.getAndSet(null);
      if (found != null) {
        reading = null;
        return found;
      }
    }
    close();
    return read.apply(wanted);
  }

  /** Ends what is being read. */
  @Override
  public void close() {
    Reading begun = reading;
    reading = null;
    if (begun != null) {
      begun.end();
    }
  }

  private final class Reading {
    final Stretch stretch;
    final AtomicReference<@Nullable Regrouped> result = new AtomicReference<>();
    final Thread thread = new Thread(this::run, "load-read-ahead");

    Reading(Stretch stretch) {
      this.stretch = stretch;
      thread.setDaemon(true);
    }

    private void run() {
      try {
        result.set(read.apply(stretch));
      } catch (RuntimeException e) {
        LOG.debug("{} was not read ahead; it is read when its turn comes", stretch, e);
      }
    }

    void end() {
      thread.interrupt();
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      Regrouped left = result.getAndSet(null);
      if (left != null) {
        left.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
