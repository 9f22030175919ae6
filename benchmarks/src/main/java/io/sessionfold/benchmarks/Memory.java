package io.sessionfold.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says of the memory of a process. */
final class Memory {
  private static final String PEAK = "VmHWM:";

  private Memory() {}

  /** The most that a process had resident, heap and RocksDB included. */
  static double peakMebibytes(long pid) throws IOException {
    return peakMebibytes(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
  }

  static double peakMebibytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(PEAK))
        .map(line -> line.substring(PEAK.length()).strip().split(" ", -1)[0])
        .mapToDouble(kibibytes -> Long.parseLong(kibibytes) / 1024.0)
        .findFirst()
        .orElse(Double.NaN);
  }
}
