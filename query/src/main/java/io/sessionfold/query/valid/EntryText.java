package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.parts.ToolShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a message in the view: its own, where nothing of it is repaired, else its own with
 * the repaired blocks in it. Every block that stays is its own text.
 */
final class EntryText {
  private final Entry entry;
  private final Repairs repairs;

  private EntryText(Entry entry, Repairs repairs) {
    this.entry = entry;
    this.repairs = repairs;
  }

  static JsonText of(Entry entry, Repairs repairs) {
    return entry.item
        ? item(entry)
        : new EntryText(entry, repairs).withBlocks(withListed(entry, entry.message.message()));
  }

  /** The block of a result, with the id that its call has. */
  static JsonText of(Result result) {
    return renamed(result, result.entry.blocks.get(result.position));
  }

  private static JsonText item(Entry entry) {
    JsonText text = entry.message.message();
    Result result = entry.itemResult(ToolShape.OPENAI_CHAT);
    String id = result == null || result.call == null ? null : result.call.id();
    if (id == null || (result != null && result.block.id() != null)) {
      return text;
    }
    Map<String, JsonText> named = new LinkedHashMap<>(entry.members);
    named.put("tool_call_id", JsonText.of(id));
    return JsonWriter.object(named);
  }

  private static JsonText withListed(Entry entry, JsonText text) {
    if (entry.listed.isEmpty() || entry.calls.stream().allMatch(Call::live)) {
      return text;
    }
    List<JsonText> kept = new ArrayList<>(entry.listed);
    for (int i = entry.calls.size() - 1; i >= 0; i--) {
      if (entry.calls.get(i).dropped) {
        kept.remove(entry.calls.get(i).position);
      }
    }
    if (!kept.isEmpty()) {
      return text.with("tool_calls", JsonWriter.array(kept));
    }
    Map<String, JsonText> rest = new LinkedHashMap<>(entry.members);
    rest.remove("tool_calls");
    return JsonWriter.object(rest);
  }

  private JsonText withBlocks(JsonText text) {
    if (entry.blocks.isEmpty() || (entry.calls.isEmpty() && entry.results.isEmpty())) {
      return text;
    }
    List<JsonText> results = new ArrayList<>();
    List<JsonText> front = new ArrayList<>();
    List<JsonText> back = new ArrayList<>();
    split(front, results, back);
    results.addAll(entry.added);
    boolean first = mustBeFirst() && !front.isEmpty() && !results.isEmpty();
    List<JsonText> blocks = new ArrayList<>(first ? List.of() : front);
    blocks.addAll(results);
    if (first) {
      repairs.add(
          Repair.Kind.RESULTS_PUT_FIRST,
          entry.message,
          "results were put in front of the other blocks of their message");
      blocks.addAll(front);
    }
    blocks.addAll(back);
    return blocks.equals(entry.blocks) ? text : text.with(entry.contentName, array(blocks));
  }

  /**
   * The blocks up to the last result, and those behind it. Where results must come first, those
   * before and between them are told apart from them.
   */
  private void split(List<JsonText> front, List<JsonText> results, List<JsonText> back) {
    Map<Integer, Call> calls = new HashMap<>();
    if (entry.listed.isEmpty()) {
      entry.calls.forEach(call -> calls.put(call.position, call));
    }
    Map<Integer, Result> found = new HashMap<>();
    int last = -1;
    for (Result result : entry.results) {
      found.put(result.position, result);
      last = result.stays() ? result.position : last;
    }
    for (int i = 0; i < entry.blocks.size(); i++) {
      JsonText block = block(i, calls.get(i), found.get(i));
      if (block != null) {
        boolean result = found.containsKey(i);
        List<JsonText> to = i > last ? back : result || !mustBeFirst() ? results : front;
        to.add(block);
      }
    }
  }

  private @Nullable JsonText block(int i, @Nullable Call call, @Nullable Result result) {
    if ((call != null && call.dropped) || (result != null && !result.stays())) {
      return null;
    }
    JsonText block = entry.blocks.get(i);
    if (call != null) {
      return renamed(call, block);
    }
    return result == null ? block : renamed(result, block);
  }

  private boolean mustBeFirst() {
    return entry.results.stream().anyMatch(r -> r.stays() && r.shape() == ToolShape.ANTHROPIC);
  }

  private static JsonText renamed(Call call, JsonText block) {
    return call.newId == null ? block : renamed(block, call.newId, "toolUse", "id");
  }

  private static JsonText renamed(Result result, JsonText block) {
    Call call = result.call;
    return call == null || call.newId == null
        ? block
        : renamed(block, call.newId, "toolResult", "tool_use_id");
  }

  private static JsonText renamed(JsonText block, String id, String strands, String anthropic) {
    JsonText inner = block.members().get(strands);
    return inner == null
        ? block.with(anthropic, JsonText.of(id))
        : block.with(strands, inner.with("toolUseId", JsonText.of(id)));
  }

  private static JsonText array(List<JsonText> blocks) {
    return JsonWriter.array(blocks);
  }
}
