package io.sessionfold.benchmarks;

import java.util.Locale;
import java.util.StringJoiner;

/** The rows of the tables in {@code docs/performance.md}. */
final class MarkdownRow {
  /** Above the rows of workloads. */
  static final String HEADER =
      "| Workload | Events/s | Last tenth ÷ first | CPU µs an event: publisher | projector | broker"
          + " | sinks | reader | other | JVM | mongod | MongoDB writes an event | bytes sent an event"
          + " | Stored per event byte: event log | journal | changelogs | state directory"
          + " | documents | indexes | mongod's journal | JSONL files | Heap MiB |\n"
          + "|---".repeat(22)
          + "|";

  /** Above the rows of latencies. */
  static final String LATENCY_HEADER =
      "| Events/s | p50 ms | p90 ms | p99 ms | Highest ms |\n|---|---|---|---|---|";

  private MarkdownRow() {}

  /** The row of a workload. */
  static String of(Workload workload, Figures figures) {
    StringJoiner row = new StringJoiner(" | ", "| ", " |");
    row.add(workload.name());
    row.add(Figures.text(figures.get(PipelineRun.SPEED, "events a second")));
    row.add(Figures.text(figures.get(PipelineRun.SPEED, "last tenth / first")));
    for (CpuTimes.Group group : CpuTimes.Group.values()) {
      String name = group.name().toLowerCase(Locale.ROOT);
      row.add(Figures.text(figures.get(PipelineRun.CPU, name)));
    }
    double writes = 0;
    for (String kind : new String[] {"insert", "update", "delete"}) {
      writes += figures.get(PipelineRun.OPERATIONS, kind);
    }
    row.add(Figures.text(writes));
    row.add(Figures.text(figures.get(PipelineRun.OPERATIONS, "bytes in")));
    for (String store :
        new String[] {
          Stores.EVENT_LOG,
          Stores.JOURNAL,
          Stores.CHANGELOGS,
          Stores.STATE,
          Stores.STORAGE,
          Stores.INDEXES,
          Stores.MONGO_JOURNAL,
          Stores.FILES
        }) {
      row.add(Figures.text(figures.get(PipelineRun.BYTES, store)));
    }
    row.add(Figures.text(figures.get(PipelineRun.HEAP, "most in use after a collection")));
    return row.toString();
  }
}
