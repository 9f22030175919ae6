package io.sessionfold.benchmarks;

import picocli.CommandLine.Option;

/** How figures are printed. */
final class FiguresOption {
  @Option(names = "--json", description = "Print the figures as one JSON object")
  private boolean json;

  /** The figures as they are asked for. */
  String text(Figures figures) {
    return json ? figures.json().toString() : figures.table();
  }
}
