package io.sessionfold.query.valid;

import io.sessionfold.session.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is repaired. Not thread-safe. */
final class Repairs {
  private final List<Repair> repairs = new ArrayList<>();

  void add(Repair.Kind kind, Message message, @Nullable String toolCallId, String text) {
    repairs.add(
        new Repair(kind, message.seq(), message.agent(), message.index(), toolCallId, text));
  }

  void add(Repair.Kind kind, Message message, String text) {
    add(kind, message, null, text);
  }

  void add(Repair.Kind kind, String agent, String text) {
    repairs.add(new Repair(kind, null, agent, null, null, text));
  }

  /** In the order of the messages; what is about none comes first. */
  List<Repair> sorted() {
    List<Repair> sorted = new ArrayList<>(repairs);
    sorted.sort(Comparator.comparingLong(r -> r.index() == null ? -1 : r.index()));
    return sorted;
  }
}
