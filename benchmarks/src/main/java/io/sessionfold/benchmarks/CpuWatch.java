package io.sessionfold.benchmarks;

import io.sessionfold.benchmarks.CpuTimes.Group;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Seconds of CPU by what they are spent on, from when it is opened. Unlike {@link CpuTimes} it
 * looks ten times a second, so that threads that end meanwhile are counted for what they were.
 */
final class CpuWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;

  private record Used(Group group, long nanos) {}

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Long, Used> before = new HashMap<>();
  private final Map<Long, Used> latest = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "bench-cpu");
  private final long mongod;
  private final CpuTimes begun;

  /** Begins; {@code mongod} is a process id. */
  CpuWatch(long mongod) {
    this.mongod = mongod;
    this.begun = CpuTimes.now(mongod);
    look(before);
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        look(latest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Map<Long, Used> into) {
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      long nanos = threads.getThreadCpuTime(id);
      if (info != null && nanos > 0) {
        into.put(id, new Used(CpuTimes.group(info.getThreadName()), nanos));
      }
    }
  }

  /**
   * Ends it; what no thread of this JVM has used that was seen is the collector's and compiler's.
   */
  Map<Group, Double> seconds() {
    close();
    look(latest);
    CpuTimes all = CpuTimes.now(mongod).minus(begun);
    double left = all.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    Map<Group, Double> seconds = new EnumMap<>(Group.class);
    double ofMongod = all.seconds().getOrDefault(Group.MONGOD, 0.0);
    seconds.put(Group.MONGOD, ofMongod);
    left -= ofMongod;
    for (Map.Entry<Long, Used> entry : latest.entrySet()) {
      Used from = before.get(entry.getKey());
      double used = (entry.getValue().nanos() - (from == null ? 0 : from.nanos())) / 1e9;
      seconds.merge(entry.getValue().group(), used, Double::sum);
      left -= used;
    }
    seconds.put(Group.JVM, Math.max(0, left));
    return seconds;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
