package io.sessionfold.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Requests to a service from a number of connections, each in a thread of its own. */
final class HttpLoad {
  private final URI service;
  private final int connections;

  HttpLoad(URI service, int connections) {
    this.service = service;
    this.connections = connections;
  }

  /** One request of a connection. */
  interface Request {
    /**
     * Sends it; answers the status code.
     *
     * @param number of the request, over all connections, from 0
     */
    int send(HttpConnection connection, long number) throws IOException;
  }

  /**
   * What was answered.
   *
   * @param micros of each request: of a paced one from when it was due
   * @param seconds from the first request to the last answer
   */
  record Answers(Histogram micros, double seconds) {
    double perSecond() {
      return micros.getTotalCount() / seconds;
    }

    double millis(double percentile) {
      return micros.getValueAtPercentile(percentile) / 1e3;
    }
  }

  /** As many as are answered in that time. */
  Answers atMost(int seconds, int status, Request request) throws InterruptedException {
    return run(seconds, 0, status, request);
  }

  /** So many a second, evenly; one that is late counts from when it was due. */
  Answers paced(int perSecond, int seconds, int status, Request request)
      throws InterruptedException {
    return run(seconds, perSecond, status, request);
  }

  private Answers run(int seconds, int perSecond, int status, Request request)
      throws InterruptedException {
    long start = System.nanoTime();
    Run run = new Run(start, start + TimeUnit.SECONDS.toNanos(seconds), perSecond, status, request);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread = new Thread(() -> send(run), "bench-http-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!run.failures.isEmpty()) {
      throw new IllegalStateException(
          run.failures.size() + " connections failed", run.failures.peek());
    }
    return new Answers(run.micros, (System.nanoTime() - start) / 1e9);
  }

  private void send(Run run) {
    try (HttpConnection connection = new HttpConnection(service)) {
      while (System.nanoTime() < run.end) {
        run.send(connection);
      }
    } catch (IOException | RuntimeException e) {
      run.failures.add(e);
    }
  }

  /** One measurement, shared by its connections. */
  private static final class Run {
    private final long start;
    private final long end;
    private final int perSecond;
    private final int status;
    private final Request request;
    private final AtomicLong numbers = new AtomicLong();
    private final Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    Run(long start, long end, int perSecond, int status, Request request) {
      this.start = start;
      this.end = end;
      this.perSecond = perSecond;
      this.status = status;
      this.request = request;
    }

    void send(HttpConnection connection) throws IOException {
      long number = numbers.getAndIncrement();
      long due = perSecond == 0 ? System.nanoTime() : start + number * 1_000_000_000L / perSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      int answer = request.send(connection, number);
      if (answer != status) {
        throw new IOException("answered with " + answer);
      }
      micros.recordValue((System.nanoTime() - due) / 1000);
    }
  }
}
