package io.sessionfold.query.valid;

import io.sessionfold.query.parts.ToolShape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives a call another id if an earlier one has the same, where the API refuses that: a producer
 * may count its calls anew in each turn.
 */
final class UniqueIds {
  private UniqueIds() {}

  static void make(List<Entry> entries, Repairs repairs) {
    Set<String> all = new HashSet<>();
    entries.forEach(entry -> entry.liveCalls().forEach(call -> all.add(String.valueOf(call.id()))));
    Set<String> seen = new HashSet<>();
    for (Entry entry : entries) {
      for (Call call : entry.liveCalls()) {
        String id = call.block.id();
        if (id != null && mustBeUnique(call.shape()) && !seen.add(id)) {
          call.newId = free(id, all);
          repairs.add(
              Repair.Kind.REPEATED_ID_RENAMED,
              entry.message,
              id,
              "an earlier call has this id: the call and its result were given another");
        }
      }
    }
  }

  private static boolean mustBeUnique(ToolShape shape) {
    return shape == ToolShape.ANTHROPIC || shape == ToolShape.STRANDS;
  }

  private static String free(String id, Set<String> all) {
    int n = 2;
    while (!all.add(id + "_" + n)) {
      n++;
    }
    return id + "_" + n;
  }
}
