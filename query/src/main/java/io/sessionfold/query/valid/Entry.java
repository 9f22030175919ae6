package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.query.parts.CallBlock;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.query.parts.ResultBlock;
import io.sessionfold.query.parts.ToolShape;
import io.sessionfold.session.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message, read for its calls and results: blocks of its content, its {@code tool_calls}, or the
 * message itself. Where a message lists its calls beside its content, blocks in the content are the
 * same calls again, and are let be.
 */
final class Entry {
  final Message message;
  final Map<String, JsonText> members;
  final Speaker speaker;

  /** The blocks of its content; empty if the content is none of blocks. */
  final List<JsonText> blocks;

  /** The member that has the blocks. */
  final String contentName;

  /** The elements of its {@code tool_calls}. */
  final List<JsonText> listed;

  final List<Call> calls = new ArrayList<>();
  final List<Result> results = new ArrayList<>();

  /** Whether the message itself is the call or the result. */
  final boolean item;

  /** Whether it stands elsewhere in the view. */
  boolean relocated;

  /** Results that it is given, by the view. */
  final List<JsonText> added = new ArrayList<>();

  Entry(Message message) {
    this.message = message;
    members = LenientJson.members(message.message());
    speaker = Speaker.of(members);
    contentName = LenientJson.value(members, "content") == null ? "parts" : "content";
    listed = LenientJson.elements(members.get("tool_calls"));
    item = readItem();
    blocks = item ? List.of() : LenientJson.elements(members.get(contentName));
    if (!item) {
      readListed();
      readBlocks();
    }
  }

  private boolean readItem() {
    CallBlock call = CallBlock.of(members);
    ResultBlock result = ResultBlock.of(members);
    if (result == null && speaker == Speaker.TOOL) {
      result = ResultBlock.ofChat(members);
    }
    if (call != null) {
      calls.add(new Call(this, call, 0));
    } else if (result != null) {
      results.add(new Result(this, result, 0));
    }
    return call != null || result != null;
  }

  private void readListed() {
    for (int i = 0; i < listed.size(); i++) {
      CallBlock call = CallBlock.ofChat(listed.get(i));
      if (call != null) {
        calls.add(new Call(this, call, i));
      }
    }
  }

  private void readBlocks() {
    for (int i = 0; i < blocks.size(); i++) {
      Map<String, JsonText> block = LenientJson.members(blocks.get(i));
      CallBlock call = listed.isEmpty() ? CallBlock.of(block) : null;
      ResultBlock result = ResultBlock.of(block);
      if (call != null && call.shape() != ToolShape.OPENAI_RESPONSES) {
        calls.add(new Call(this, call, i));
      } else if (result != null && result.shape() != ToolShape.OPENAI_RESPONSES) {
        results.add(new Result(this, result, i));
      }
    }
  }

  /** Whether a turn begins with it: the user says something, not only what tools answered. */
  boolean startsTurn() {
    return speaker == Speaker.USER && (results.isEmpty() || !onlyResults());
  }

  /** Whether it has results, and nothing else that is said. */
  boolean onlyResults() {
    return !results.isEmpty() && (item || said() == results.size());
  }

  /** How many blocks say something: a mark where a cache ends does not. */
  private long said() {
    return blocks.stream()
        .filter(block -> !LenientJson.members(block).containsKey("cachePoint"))
        .count();
  }

  /** Whether nothing of it remains. */
  boolean vanishes() {
    long gone =
        calls.stream().filter(call -> call.dropped).count()
            + results.stream().filter(result -> !result.stays()).count();
    if (gone == 0 || !added.isEmpty()) {
      return false;
    }
    return item || (gone == said() + listed.size() && !hasText());
  }

  private boolean hasText() {
    String text = LenientJson.string(members, contentName);
    return text != null && !text.isEmpty();
  }

  /** Whether it can hold results of calls of that shape as blocks. */
  boolean canAnswer() {
    return !item && (speaker == Speaker.USER || speaker == Speaker.TOOL) && !blocks.isEmpty();
  }

  List<Call> liveCalls() {
    return calls.stream().filter(Call::live).toList();
  }

  /** The only result of a message that is one, of that shape. */
  @Nullable Result itemResult(ToolShape shape) {
    return item && !results.isEmpty() && results.get(0).shape() == shape ? results.get(0) : null;
  }
}
