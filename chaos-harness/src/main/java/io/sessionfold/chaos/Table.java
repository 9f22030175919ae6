package io.sessionfold.chaos;

import java.util.Map;
import java.util.TreeMap;

/** What was tried how often, and what came of it. */
final class Table {
  private record Row(int rounds, int bad) {
    Row plus(boolean good) {
      return new Row(rounds + 1, bad + (good ? 0 : 1));
    }
  }

  private final Map<String, Row> rows = new TreeMap<>();
  private Row all = new Row(0, 0);
  private long records;
  private long reads;
  private long seconds;

  void add(Result result) {
    for (String fault : result.faults()) {
      rows.merge(fault, new Row(0, 0).plus(result.isGood()), (a, b) -> a.plus(result.isGood()));
    }
    all = all.plus(result.isGood());
    records += result.acknowledged();
    reads += result.reads();
    seconds += result.took().toSeconds();
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| Fault | Rounds | Bad |\n|---|---|---|\n");
    rows.forEach((fault, row) -> line(text, fault, row));
    String read = reads == 0 ? "" : reads + " reads answered, ";
    line(text, "all, " + records + " records acknowledged, " + read + seconds + " s", all);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Row row) {
    text.append("| ").append(name).append(" | ").append(row.rounds());
    text.append(" | ").append(row.bad()).append(" |\n");
  }
}
