package io.sessionfold.query;

import io.sessionfold.sink.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads watermarks for all who wait for one: one query at a time however many they are, at once
 * when somebody comes, then every 5 ms, and less and less often up to every 50 ms while nothing
 * moves. Without anyone waiting it asks nothing.
 */
final class WatermarkPoller implements AutoCloseable {
  private static final long SHORTEST_NANOS = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMillis(50).toNanos();

  /** One who waits; guarded by the lock. */
  private static final class Waiter {
    private final int generation;
    private final Set<Integer> partitions;
    private final Predicate<Map<Integer, Watermark>> reached;
    private final Condition changed;
    private @Nullable Map<Integer, Watermark> seen;
    private @Nullable ReadUnavailableException failure;
    private boolean done;

    Waiter(
        int generation,
        Set<Integer> partitions,
        Predicate<Map<Integer, Watermark>> reached,
        Condition changed) {
      this.generation = generation;
      this.partitions = partitions;
      this.reached = reached;
      this.changed = changed;
    }

    boolean asked() {
      return seen != null || failure != null;
    }
  }

  /**
   * How a wait ended.
   *
   * @param watermarks the last that were read; empty if none could be read in time
   */
  record Seen(boolean reached, Map<Integer, Watermark> watermarks) {}

  private final Watermarks source;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<Waiter> waiters = new ArrayList<>();
  private @Nullable Thread thread;
  private boolean closed;

  WatermarkPoller(Watermarks source) {
    this.source = source;
  }

  /**
   * Waits until the watermarks of these partitions are as wanted, at the longest until {@code
   * enough}. It asks once at least, and takes until the deadline for that.
   *
   * @throws ReadUnavailableException if nothing could be read until then
   */
  Seen await(
      int generation,
      Set<Integer> partitions,
      Predicate<Map<Integer, Watermark>> reached,
      Deadline enough,
      Deadline deadline) {
    lock.lock();
    try {
      Waiter waiter = new Waiter(generation, partitions, reached, lock.newCondition());
      enter(waiter);
      try {
        return await(waiter, enough, deadline);
      } finally {
        waiters.remove(waiter);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ReadUnavailableException.interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private void enter(Waiter waiter) {
    if (closed) {
      throw closed();
    }
    waiters.add(waiter);
    arrived.signal();
    if (thread == null) {
      thread = new Thread(this::run, "sessionfold-watermarks");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private Seen await(Waiter waiter, Deadline enough, Deadline deadline)
      throws InterruptedException {
    long first = deadline.leftToAsk().toNanos();
    while (!closed && !waiter.asked() && first > 0) {
      first = waiter.changed.awaitNanos(first);
    }
    long left = enough.left().toNanos();
    while (!closed && !waiter.done && left > 0) {
      left = waiter.changed.awaitNanos(left);
    }
    if (closed && !waiter.done) {
      throw closed();
    }
    if (waiter.seen == null) {
      throw waiter.failure != null ? waiter.failure : unanswered();
    }
    return new Seen(waiter.done, waiter.seen);
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("this reader is closed");
  }

  private static ReadUnavailableException unanswered() {
    return new ReadUnavailableException(
        "MongoDB did not answer within the read's deadline: check that it runs and can be reached,"
            + " or give the read more time",
        null);
  }

  private void run() {
    Map<Integer, Map<Integer, Watermark>> last = Map.of();
    long pause = SHORTEST_NANOS;
    Set<Waiter> known = Set.of();
    try {
      while (true) {
        List<Waiter> asked = nextRound(pause, known);
        if (asked.isEmpty()) {
          return;
        }
        Map<Integer, Map<Integer, Watermark>> read = ask(asked);
        boolean moved = !read.equals(last) || !known.containsAll(asked);
        pause = moved ? SHORTEST_NANOS : Math.min(pause * 5 / 4, LONGEST_NANOS);
        last = read;
        known = Set.copyOf(asked);
      }
    } catch (InterruptedException e) {
      // Closed; those who wait were told.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the pause, or shorter if somebody new has come; answers none when it is closed. */
  private List<Waiter> nextRound(long pause, Set<Waiter> known) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = pause;
      while (!closed) {
        if (waiters.isEmpty()) {
          arrived.await();
        } else if (left > 0 && known.containsAll(waiters)) {
          left = arrived.awaitNanos(left);
        } else {
          return new ArrayList<>(waiters);
        }
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private Map<Integer, Map<Integer, Watermark>> ask(List<Waiter> asked) {
    Map<Integer, Set<Integer>> wanted = new TreeMap<>();
    asked.forEach(
        w -> wanted.computeIfAbsent(w.generation, g -> new HashSet<>()).addAll(w.partitions));
    Map<Integer, Map<Integer, Watermark>> read = new HashMap<>();
    try {
      wanted.forEach((generation, p) -> read.put(generation, source.read(generation, p)));
      tell(asked, read, null);
    } catch (ReadUnavailableException e) {
      tell(asked, Map.of(), e);
    } catch (RuntimeException e) {
      tell(
          asked,
          Map.of(),
          new ReadUnavailableException(
              "watermarks cannot be read (" + e.getClass().getSimpleName() + "): see the cause",
              e));
    }
    return read;
  }

  private void tell(
      List<Waiter> asked,
      Map<Integer, Map<Integer, Watermark>> read,
      @Nullable ReadUnavailableException failure) {
    lock.lock();
    try {
      for (Waiter waiter : asked) {
        Map<Integer, Watermark> seen = read.get(waiter.generation);
        waiter.seen = seen == null ? waiter.seen : seen;
        waiter.failure = failure;
        waiter.done = waiter.done || (seen != null && waiter.reached.test(seen));
        waiter.changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, and every wait with an {@link IllegalStateException}. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      waiters.forEach(waiter -> waiter.changed.signal());
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
