package io.sessionfold.projector.rebuild;

import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.GenerationStatus.Lease;
import io.sessionfold.store.GenerationStatus.Load;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to build one generation, kept by a thread of its own while the work goes on: it renews
 * the lease, tells how far the load is, and learns whether to wait or to give up. Whoever works
 * asks {@link #goOn} often.
 */
final class Work implements LoadControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Work.class);

  /** A killed builder keeps others waiting for so long. */
  static final Duration TERM = Duration.ofSeconds(15);

  private static final Duration RENEW_EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final GenerationRegistry registry;
  private final int generation;
  private final String holder;
  private final String who;
  private final Throttle throttle;
  private final Thread thread = new Thread(this::keep, "rebuild-lease");
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong done = new AtomicLong();
  private volatile Rate rate = new Rate();
  private volatile long total;
  private volatile boolean sequencing;
  private volatile boolean paused;
  private volatile boolean cancelled;
  private volatile Instant heldUntil;

  /** Keeps a lease that was taken by {@code lease}. */
  Work(GenerationRegistry registry, int generation, Lease lease, long throttle) {
    this.registry = registry;
    this.generation = generation;
    this.holder = lease.holder();
    this.who = lease.who();
    this.heldUntil = lease.until();
    this.throttle = new Throttle(throttle);
    thread.setDaemon(true);
    thread.start();
  }

  /** A lease from now on. */
  static Lease lease(String holder, String who) {
    return new Lease(holder, who, Instant.now().plus(TERM).truncatedTo(ChronoUnit.MILLIS));
  }

  String holder() {
    return holder;
  }

  private void keep() {
    try {
      while (!closed.await(RENEW_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      Lease lease = lease(holder, who);
      if (registry.lease(generation, lease, Instant.now())) {
        heldUntil = lease.until();
      }
      registry.find(generation).ifPresent(this::look);
      if (total > 0) {
        boolean unused = registry.loaded(generation, holder, load());
      }
    } catch (StoreUnavailableException e) {
      LOG.debug("the lease of generation {} was not renewed; it is tried again", generation, e);
    }
  }

  private void look(GenerationStatus status) {
    paused = status.paused();
    cancelled = status.cancelled();
  }

  private Load load() {
    return new Load(
        Math.min(done.get(), total),
        total,
        paused ? 0 : rate.perSecond(done.get()),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        sequencing);
  }

  /** So many records of the journal are to be loaded, of which so many are. */
  void begins(long records, long loaded) {
    begins(records, loaded, false);
  }

  /** So many records of the event log are to be sequenced, of which so many are. */
  void beginsSequencing(long records, long sequenced) {
    begins(records, sequenced, true);
  }

  private void begins(long records, long finished, boolean ofEventLog) {
    rate = new Rate();
    sequencing = ofEventLog;
    total = records;
    done.set(finished);
  }

  /** So many of the records are loaded, whatever was counted on the way. */
  void reached(long loaded) {
    done.set(loaded);
  }

  @Override
  public void goOn() {
    try {
      while (paused && !cancelled) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RebuildException("the rebuild was interrupted; the next one goes on");
    }
    if (cancelled) {
      throw new CancelledException(generation);
    }
    if (heldUntil.isBefore(Instant.now())) {
      throw new RebuildException(
          "generation "
              + generation
              + " is not this process's to build any more: its lease ran out, while MongoDB or this"
              + " process was away; the next rebuild goes on with it");
    }
  }

  @Override
  public void read(long records) {
    goOn();
  }

  @Override
  public void written(long changes) {
    done.addAndGet(changes);
    goOn();
    throttle.pass(changes);
  }

  /** Gives the right back. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
      boolean unused = registry.endLease(generation, holder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException e) {
      LOG.debug("the lease of generation {} ends by itself", generation, e);
    }
  }
}
