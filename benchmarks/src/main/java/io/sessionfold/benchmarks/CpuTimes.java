package io.sessionfold.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Seconds of CPU by what they were spent on, since the processes began. What threads have used that
 * ended meanwhile counts as {@link Group#JVM}, with the collector, the compiler and RocksDB.
 */
record CpuTimes(Map<Group, Double> seconds) {
  /** A clock tick of {@code /proc}, the same on every Linux in use. */
  private static final double TICKS_A_SECOND = 100;

  /** Who uses the CPU. */
  enum Group {
    PUBLISHER,
    PROJECTOR,
    BROKER,
    SINKS,
    READER,
    OTHER,
    JVM,
    MONGOD
  }

  /** Now; {@code mongod} is a process id. */
  static CpuTimes now(long mongod) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<Group, Double> seconds = new EnumMap<>(Group.class);
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long[] nanos = threads.getThreadCpuTime(ids);
    double known = 0;
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && nanos[i] > 0) {
        seconds.merge(group(infos[i].getThreadName()), nanos[i] / 1e9, Double::sum);
        known += nanos[i] / 1e9;
      }
    }
    double process =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
            / 1e9;
    seconds.put(Group.JVM, process - known);
    seconds.put(Group.MONGOD, ofProcess(mongod));
    return new CpuTimes(seconds);
  }

  /** What was used since. */
  CpuTimes minus(CpuTimes earlier) {
    Map<Group, Double> difference = new EnumMap<>(Group.class);
    for (Group group : Group.values()) {
      double from = earlier.seconds.getOrDefault(group, 0.0);
      difference.put(group, Math.max(0, seconds.getOrDefault(group, 0.0) - from));
    }
    return new CpuTimes(difference);
  }

  static Group group(String thread) {
    if (thread.contains("StreamThread") || thread.startsWith("sessionfold-j")) {
      return Group.PROJECTOR;
    }
    if (thread.startsWith("bench-publisher")
        || thread.startsWith("sessionfold-publisher")
        || thread.startsWith("kafka-producer-network-thread")) {
      return Group.PUBLISHER;
    }
    if (thread.startsWith("load-read-ahead")) {
      return Group.READER;
    }
    if (thread.startsWith("sink-")
        || thread.startsWith("load-")
        || thread.startsWith("sessionfold-mongo-sink")
        || thread.contains("sessionfold-mongo-g")
        || thread.contains("sessionfold-jsonl-g")) {
      return Group.SINKS;
    }
    if (thread.startsWith("sessionfold-watermarks")
        || thread.startsWith("bench-reader")
        || thread.equals("main")) {
      return Group.READER;
    }
    return isBroker(thread) ? Group.BROKER : Group.OTHER;
  }

  private static boolean isBroker(String thread) {
    return thread.startsWith("data-plane-")
        || thread.startsWith("kafka-1-")
        || thread.startsWith("kafka-log-")
        || thread.startsWith("kafka-scheduler")
        || thread.startsWith("group-coordinator")
        || thread.startsWith("transaction-")
        || thread.startsWith("TxnMarkerSender")
        || thread.startsWith("AddPartitionsToTxn")
        || thread.startsWith("metrics-meter-tick")
        || thread.startsWith("controller-1-")
        || thread.startsWith("raft-")
        || thread.startsWith("quorum-controller")
        || thread.contains("ExpirationReaper")
        || thread.startsWith("broker-1-")
        || thread.startsWith("executor-");
  }

  /** Seconds of CPU that a process has used. */
  static double ofProcess(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field is a name in brackets, which may have spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
