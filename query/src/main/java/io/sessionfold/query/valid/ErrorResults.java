package io.sessionfold.query.valid;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.query.parts.ToolShape;
import java.util.List;

/** What answers a call that nothing answered: a result that says so, in the shape of the call. */
final class ErrorResults {
  /** What the model reads. */
  static final String TEXT =
      "Error: this call has no result. It was interrupted, or its result was not recorded.";

  private ErrorResults() {}

  /** Of a call that is a block: the block that answers it. */
  static JsonText block(Call call) {
    String id = call.id();
    return switch (call.shape()) {
      case STRANDS ->
          one(
              "toolResult",
              new JsonWriter()
                  .add("toolUseId", id)
                  .add("status", "error")
                  .add("content", List.of(one("text", JsonText.of(TEXT))))
                  .done());
      case ANTHROPIC ->
          new JsonWriter()
              .add("type", "tool_result")
              .add("tool_use_id", id)
              .add("is_error", true)
              .add("content", TEXT)
              .done();
      case GEMINI ->
          one(
              "functionResponse",
              new JsonWriter()
                  .add("id", id)
                  .add("name", call.block.name())
                  .add("response", one("error", JsonText.of(TEXT)))
                  .done());
      case OPENAI_CHAT, OPENAI_RESPONSES ->
          throw new IllegalStateException("answered by a message: " + call.shape());
    };
  }

  /** Of a call whose API wants a message for each result: that message. */
  static JsonText message(Call call) {
    if (call.shape() == ToolShape.OPENAI_CHAT) {
      return new JsonWriter()
          .add("role", "tool")
          .add("tool_call_id", call.id())
          .add("content", TEXT)
          .done();
    }
    String type = LenientJson.string(call.entry.members, "type");
    return new JsonWriter()
        .add("type", type + "_output")
        .add("call_id", call.id())
        .add("output", TEXT)
        .done();
  }

  /** The message of the user that has these results, in the shape of that call. */
  static JsonText message(Call call, List<JsonText> blocks) {
    String content = call.shape() == ToolShape.GEMINI ? "parts" : "content";
    return new JsonWriter().add("role", "user").add(content, blocks).done();
  }

  /** The format that such a message has. */
  static MessageFormat format(Call call) {
    return switch (call.shape()) {
      case STRANDS -> MessageFormat.STRANDS;
      case ANTHROPIC -> MessageFormat.ANTHROPIC;
      case GEMINI -> MessageFormat.GEMINI;
      case OPENAI_CHAT -> MessageFormat.OPENAI_CHAT;
      case OPENAI_RESPONSES -> MessageFormat.OPENAI_RESPONSES;
    };
  }

  private static JsonText one(String name, JsonText value) {
    return new JsonWriter().add(name, value).done();
  }
}
