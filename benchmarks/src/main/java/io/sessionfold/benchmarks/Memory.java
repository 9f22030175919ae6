package io.sessionfold.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says of the memory of a process. */
final class Memory {
  private static final String PEAK = "VmHWM:";
  private static final String THREADS = "Threads:";

  private Memory() {}

  /** The most that a process had resident, heap and RocksDB included. */
  static double peakMebibytes(long pid) throws IOException {
    return peakMebibytes(status(pid));
  }

  static double peakMebibytes(List<String> status) {
    return number(status, PEAK) / 1024;
  }

  /** How many threads a process has. */
  static double threads(long pid) throws IOException {
    return number(status(pid), THREADS);
  }

  /**
   * What a JVM cannot collect: all of its heap is collected for it.
   *
   * @throws IOException if there is no jcmd beside this JVM, or it cannot attach to that one
   */
  static double liveMebibytes(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total =
        said.lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new IOException("jcmd could not ask process " + pid));
    return Long.parseLong(total.strip().split("\\s+", -1)[2]) / 1048576.0;
  }

  private static List<String> status(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
  }

  private static double number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split(" ", -1)[0])
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElse(Double.NaN);
  }
}
