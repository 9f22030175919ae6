package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.query.parts.ToolShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts each result where its API wants it, answers what nothing answered, and writes the messages
 * down. Calls are taken in their order, so that what an earlier call took away stands between no
 * later call and its result.
 */
final class Assembly {
  private final List<Entry> entries;
  private final Repairs repairs;
  private final Map<Entry, List<Entry>> relocated = new HashMap<>();
  private final Map<Entry, List<ValidMessage>> made = new HashMap<>();

  Assembly(List<Entry> entries, Repairs repairs) {
    this.entries = entries;
    this.repairs = repairs;
  }

  List<ValidMessage> assemble() {
    for (int i = 0; i < entries.size(); i++) {
      List<Call> calls = entries.get(i).liveCalls();
      if (!calls.isEmpty()) {
        switch (calls.get(0).shape()) {
          case STRANDS, ANTHROPIC, GEMINI -> placeBlocks(i, calls);
          case OPENAI_CHAT -> placeMessages(i, calls);
          case OPENAI_RESPONSES -> placeItem(i, calls.get(0));
        }
      }
    }
    List<ValidMessage> messages = new ArrayList<>();
    for (Entry entry : entries) {
      if (!entry.relocated) {
        write(entry, messages);
      }
      relocated.getOrDefault(entry, List.of()).forEach(each -> write(each, messages));
      messages.addAll(made.getOrDefault(entry, List.of()));
    }
    return messages;
  }

  private void write(Entry entry, List<ValidMessage> messages) {
    if (!entry.vanishes()) {
      messages.add(ValidMessage.of(entry.message, EntryText.of(entry, repairs)));
    } else if (!entry.item) {
      repairs.add(
          Repair.Kind.MESSAGE_REMOVED,
          entry.message,
          "a message of which nothing remained was left out");
    }
  }

  /** All results stand in the next message, which is the user's. */
  private void placeBlocks(int i, List<Call> calls) {
    Entry calling = entries.get(i);
    Entry answer = next(i);
    if (answer == null || !answer.canAnswer() || !answers(answer, calling)) {
      answer = later(calls, calling);
    }
    List<JsonText> missing = new ArrayList<>();
    for (Call call : calls) {
      Result result = call.result;
      if (result == null) {
        missing.add(ErrorResults.block(call));
        reportAnswered(call);
      } else if (result.entry != answer) {
        missing.add(EntryText.of(result));
        result.moved = true;
        reportMoved(result);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    if (answer != null) {
      answer.added.addAll(missing);
    } else {
      Call first = calls.get(0);
      make(calling, first, ErrorResults.message(first, missing));
    }
  }

  private static boolean answers(Entry entry, Entry calling) {
    return entry.results.stream().anyMatch(r -> r.stays() && r.answers(calling));
  }

  /** A later message that has nothing but results of these calls: it is moved as a whole. */
  private @Nullable Entry later(List<Call> calls, Entry calling) {
    for (Call call : calls) {
      Entry entry = call.result == null ? null : call.result.entry;
      if (entry != null
          && entry.canAnswer()
          && entry.onlyResults()
          && entry.results.stream().allMatch(r -> !r.stays() || r.answers(calling))) {
        relocate(entry, calling);
        entry.results.stream().filter(Result::stays).forEach(this::reportMoved);
        return entry;
      }
    }
    return null;
  }

  /** Each result is a message; all of them follow the calls, before anything else. */
  private void placeMessages(int i, List<Call> calls) {
    Entry calling = entries.get(i);
    Entry last = calling;
    Set<Result> inPlace = new HashSet<>();
    for (int j = i + 1; j < entries.size(); j++) {
      Entry entry = entries.get(j);
      Result result = entry.itemResult(ToolShape.OPENAI_CHAT);
      if (result != null && result.stays() && result.answers(calling)) {
        inPlace.add(result);
        last = entry;
      } else if (!entry.relocated && !entry.vanishes()) {
        break;
      }
    }
    for (Call call : calls) {
      if (call.result == null) {
        make(last, call, ErrorResults.message(call));
        reportAnswered(call);
      } else if (!inPlace.contains(call.result)) {
        relocate(call.result.entry, last);
        reportMoved(call.result);
      }
    }
  }

  /** A result stands anywhere behind its call. */
  private void placeItem(int i, Call call) {
    if (call.result != null) {
      return;
    }
    Entry last = call.entry;
    for (int j = i + 1; j < entries.size() && entries.get(j).item; j++) {
      last = entries.get(j).vanishes() ? last : entries.get(j);
    }
    make(last, call, ErrorResults.message(call));
    reportAnswered(call);
  }

  private @Nullable Entry next(int i) {
    for (int j = i + 1; j < entries.size(); j++) {
      Entry entry = entries.get(j);
      if (!entry.relocated && !entry.vanishes()) {
        return entry;
      }
    }
    return null;
  }

  private void relocate(Entry entry, Entry behind) {
    entry.relocated = true;
    relocated.computeIfAbsent(behind, e -> new ArrayList<>()).add(entry);
  }

  private void make(Entry behind, Call call, JsonText message) {
    made.computeIfAbsent(behind, e -> new ArrayList<>())
        .add(
            new ValidMessage(null, call.entry.message.agent(), ErrorResults.format(call), message));
  }

  private void reportAnswered(Call call) {
    repairs.add(
        Repair.Kind.CALL_ANSWERED,
        call.entry.message,
        call.block.id(),
        "a call without a result was answered with an error that says so");
  }

  private void reportMoved(Result result) {
    repairs.add(
        Repair.Kind.RESULT_MOVED,
        result.entry.message,
        result.block.id(),
        "a result that came later was put where its call is answered");
  }
}
