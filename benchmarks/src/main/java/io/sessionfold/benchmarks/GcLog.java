package io.sessionfold.benchmarks;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the collector's log of another JVM says. */
final class GcLog {
  private static final Pattern COLLECTED = Pattern.compile(" (\\d+)M->(\\d+)M\\((\\d+)M\\)");

  private GcLog() {}

  /** The option that has a JVM write it. */
  static String option(Path file) {
    return "-Xlog:gc:file=" + file;
  }

  /** The most heap in MiB that was in use right after a collection; zero if none was. */
  static double mostAfterCollection(Stream<String> lines) {
    return lines
        .map(COLLECTED::matcher)
        .filter(Matcher::find)
        .mapToDouble(matcher -> Double.parseDouble(matcher.group(2)))
        .max()
        .orElse(0);
  }
}
