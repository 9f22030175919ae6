package io.sessionfold.query.valid;

import io.sessionfold.query.parts.ToolShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which result answers which call. A result answers the nearest call before it that has
 * its id, in the same shape, if that has no result yet; where the API knows no ids, the first one
 * of that name without a result. Ids may be used again in a later turn.
 */
final class Pairing {
  private final List<Entry> entries;
  private final Repairs repairs;
  private final Map<String, List<Call>> latest = new HashMap<>();

  /** The turn of the model that a call is in, where each call is a message of its own. */
  private int turn;

  private final Map<Call, Integer> turns = new HashMap<>();

  private Pairing(List<Entry> entries, Repairs repairs) {
    this.entries = entries;
    this.repairs = repairs;
  }

  static void pair(List<Entry> entries, Repairs repairs) {
    Pairing pairing = new Pairing(entries, repairs);
    entries.forEach(pairing::read);
    pairing.nameUnnamed();
  }

  private void read(Entry entry) {
    if (!entry.item) {
      turn++;
    }
    entry.calls.forEach(this::called);
    for (Result result : entry.results) {
      if (result.block.id() != null || result.shape() != ToolShape.OPENAI_CHAT) {
        answered(result);
      }
    }
  }

  private void called(Call call) {
    String id = call.block.id();
    if (call.entry.speaker != Speaker.MODEL || (id == null && call.shape() != ToolShape.GEMINI)) {
      drop(call, Repair.Kind.INVALID_CALL_REMOVED, invalid(call));
      return;
    }
    turns.put(call, turn);
    if (id != null) {
      if (repeats(call, id)) {
        drop(call, Repair.Kind.DUPLICATE_CALL_REMOVED, "a second call with this id was left out");
        return;
      }
      register(byId(call.shape(), id), call);
    }
    if (call.shape() == ToolShape.GEMINI) {
      register(byName(call.block.name()), call);
    }
  }

  private static String invalid(Call call) {
    return call.entry.speaker == Speaker.MODEL
        ? "a call without an id, which no result can name, was left out"
        : "a call in a message that is not the model's was left out";
  }

  private boolean repeats(Call call, String id) {
    return latest.getOrDefault(byId(call.shape(), id), List.of()).stream()
        .anyMatch(
            other ->
                other.entry == call.entry
                    || (call.entry.item
                        && other.result == null
                        && turn == turns.getOrDefault(other, -1)));
  }

  private void register(String key, Call call) {
    List<Call> calls = latest.get(key);
    if (calls == null || calls.get(0).entry != call.entry) {
      calls = new ArrayList<>();
      latest.put(key, calls);
    }
    calls.add(call);
  }

  private void answered(Result result) {
    List<Call> calls = calls(result);
    Call open = calls.stream().filter(call -> call.result == null).findFirst().orElse(null);
    if (open != null) {
      open.result = result;
      result.call = open;
    } else if (calls.isEmpty()) {
      drop(
          result,
          Repair.Kind.ORPHAN_RESULT_REMOVED,
          "a result without a call before it was left out");
    } else {
      drop(result, Repair.Kind.DUPLICATE_RESULT_REMOVED, "a second result of a call was left out");
    }
  }

  private List<Call> calls(Result result) {
    String id = result.block.id();
    List<Call> calls = id == null ? null : latest.get(byId(result.shape(), id));
    if (calls != null) {
      return calls;
    }
    String name = result.block.name();
    if (result.shape() != ToolShape.GEMINI || name == null) {
      return List.of();
    }
    return latest.getOrDefault(byName(name), List.of()).stream()
        .filter(call -> id == null || call.block.id() == null)
        .toList();
  }

  /** Results that name no call answer, in their order, what nothing else does. */
  private void nameUnnamed() {
    Entry calling = null;
    for (Entry entry : entries) {
      Result result = entry.itemResult(ToolShape.OPENAI_CHAT);
      if (result == null) {
        calling = entry;
      } else if (result.block.id() == null) {
        name(result, calling);
      }
    }
  }

  private void name(Result result, @Nullable Entry calling) {
    Call open =
        calling == null
            ? null
            : calling.liveCalls().stream()
                .filter(c -> c.shape() == ToolShape.OPENAI_CHAT && c.result == null)
                .findFirst()
                .orElse(null);
    if (open == null) {
      drop(
          result,
          Repair.Kind.ORPHAN_RESULT_REMOVED,
          "a result that names no call, and that no call waits for, was left out");
      return;
    }
    open.result = result;
    result.call = open;
    repairs.add(
        Repair.Kind.RESULT_NAMED,
        result.entry.message,
        open.block.id(),
        "a result that names no call was given the id of the call that it stands behind");
  }

  private void drop(Call call, Repair.Kind kind, String text) {
    call.dropped = true;
    repairs.add(kind, call.entry.message, call.block.id(), text);
  }

  private void drop(Result result, Repair.Kind kind, String text) {
    result.dropped = true;
    repairs.add(kind, result.entry.message, result.block.id(), text);
  }

  private static String byId(ToolShape shape, String id) {
    return shape + " #" + id;
  }

  private static String byName(String name) {
    return ToolShape.GEMINI + " @" + name;
  }
}
