package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.store.Holds;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hold on a generation that is being proved, renewed until it is closed. */
final class HeldGeneration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldGeneration.class);

  private final Holds holds;
  private final int generation;
  private final Duration term;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::keep, "rebuild-hold");
  private Hold hold;
  private boolean broken;

  private HeldGeneration(Holds holds, int generation, Hold hold, Duration term) {
    this.holds = holds;
    this.generation = generation;
    this.hold = hold;
    this.term = term;
  }

  /** Holds it; a hold that a killed process left is replaced. */
  static HeldGeneration begin(
      Holds holds, int generation, Map<Projection, Integer> held, Duration term)
      throws InterruptedException {
    Hold mine = new Hold(UUID.randomUUID().toString(), until(term), held);
    boolean placed =
        Outages.outlast(
            () -> {
              Hold other = holds.ofGeneration(generation);
              if (other != null) {
                boolean unused = holds.endGeneration(generation, other);
              }
              return holds.holdGeneration(generation, mine);
            });
    if (!placed) {
      throw new RebuildException("generation " + generation + " is held by another process");
    }
    HeldGeneration begun = new HeldGeneration(holds, generation, mine, term);
    begun.thread.setDaemon(true);
    begun.thread.start();
    return begun;
  }

  /** Lets the sinks go on to there. */
  synchronized void at(Map<Integer, Long> vector) throws InterruptedException {
    Hold there = new Hold(hold.id(), until(term), hold.generations(), vector);
    broken |= !Outages.outlast(() -> holds.renewGeneration(generation, hold, there));
    hold = there;
    requireUnbroken();
  }

  /** Refuses to go on if anybody may have written past the place. */
  synchronized void requireUnbroken() {
    if (broken) {
      throw new MovedOnException(generation);
    }
  }

  private void keep() {
    try {
      while (!closed.await(term.toMillis() / 6, TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void renew() {
    try {
      Hold renewed = new Hold(hold.id(), until(term), hold.generations(), hold.vector());
      broken |= !holds.renewGeneration(generation, hold, renewed);
      hold = renewed;
    } catch (StoreUnavailableException e) {
      LOG.debug("the hold of generation {} was not renewed; it is tried again", generation, e);
    }
  }

  private static Instant until(Duration term) {
    return Instant.now().plus(term).truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
      boolean unused = holds.endGeneration(generation, hold);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException e) {
      LOG.debug("the hold of generation {} ends by itself", generation, e);
    }
  }
}
