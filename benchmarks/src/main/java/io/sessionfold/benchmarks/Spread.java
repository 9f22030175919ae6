package io.sessionfold.benchmarks;

import java.util.Arrays;

/** Several measurements of one thing. */
record Spread(double min, double median, double max) {
  /** Of at least one. */
  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** Adds the three. */
  void addTo(Figures figures, String section, String name) {
    figures.add(section, name + ", median", median);
    figures.add(section, name + ", min", min);
    figures.add(section, name + ", max", max);
  }
}
