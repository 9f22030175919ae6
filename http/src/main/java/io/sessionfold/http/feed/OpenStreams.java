package io.sessionfold.http.feed;

import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams that are open, counted by caller, and the few threads that write them. Thread-safe.
 */
final class OpenStreams implements AutoCloseable {
  private static final int WRITERS = 2;

  /** How often each stream is looked at within a heartbeat. */
  private static final int LOOKS = 5;

  private final StreamLimits limits;
  private final Map<String, Integer> byCaller = new HashMap<>();
  private final Set<EventStream> streams = new HashSet<>();
  private final ExecutorService writers;
  private final ScheduledExecutorService clock;
  private int count;
  private boolean closed;

  OpenStreams(StreamLimits limits) {
    this.limits = limits;
    writers = Executors.newFixedThreadPool(WRITERS, daemons("sessionfold-events-"));
    clock = Executors.newSingleThreadScheduledExecutor(daemons("sessionfold-heartbeats-"));
    long period = Math.max(1, limits.heartbeat().toMillis() / LOOKS);
    var unused = clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  StreamLimits limits() {
    return limits;
  }

  Executor writers() {
    return writers;
  }

  /** Takes a place for a stream of a caller, or refuses. */
  synchronized void enter(String caller) {
    if (closed) {
      throw Problem.of(ProblemType.BUSY, "the service is stopping").retryAfter(1).exception();
    }
    if (count >= limits.streams()) {
      throw Problem.of(ProblemType.BUSY, "at most " + limits.streams() + " streams at once")
          .retryAfter(5)
          .exception();
    }
    if (byCaller.getOrDefault(caller, 0) >= limits.perCaller()) {
      throw Problem.of(
              ProblemType.TOO_MANY_REQUESTS,
              "at most " + limits.perCaller() + " streams of one token at once")
          .retryAfter(5)
          .exception();
    }
    byCaller.merge(caller, 1, Integer::sum);
    count++;
  }

  /** How many have a place. */
  synchronized int count() {
    return count;
  }

  /** Gives a place back. */
  synchronized void leave(String caller) {
    byCaller.computeIfPresent(caller, (name, streams) -> streams == 1 ? null : streams - 1);
    count--;
  }

  /** Looks after a stream from now on. */
  void add(EventStream stream) {
    boolean late;
    synchronized (this) {
      streams.add(stream);
      late = closed;
    }
    if (late) {
      stream.leave("the service is stopping");
    }
  }

  /** Looks after it no more. */
  synchronized void remove(EventStream stream) {
    streams.remove(stream);
  }

  private void look() {
    long now = System.nanoTime();
    all().forEach(stream -> stream.look(now));
  }

  private synchronized List<EventStream> all() {
    return List.copyOf(streams);
  }

  /** Ends all streams, and takes no more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    all().forEach(stream -> stream.leave("the service is stopping"));
    clock.shutdown();
    writers.shutdown();
    try {
      if (!writers.awaitTermination(1, TimeUnit.SECONDS)) {
        all().forEach(EventStream::abort);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
