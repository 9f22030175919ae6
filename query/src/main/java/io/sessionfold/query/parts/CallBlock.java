package io.sessionfold.query.parts;

import io.sessionfold.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool, as any of the APIs writes it.
 *
 * @param id by which its result names it; absent if it has none, or an empty one
 * @param name of the tool; empty if there is none
 * @param arguments verbatim: of the OpenAI APIs a string that holds JSON
 */
public record CallBlock(ToolShape shape, @Nullable String id, String name, JsonText arguments) {
  /** The call that a block of a message's content is, or that a message without content is. */
  public static @Nullable CallBlock of(Map<String, JsonText> block) {
    JsonText strands = LenientJson.object(block, "toolUse");
    if (strands != null) {
      return of(ToolShape.STRANDS, strands.members(), "toolUseId", "input");
    }
    JsonText gemini = LenientJson.object(block, "functionCall", "function_call");
    if (gemini != null && !block.containsKey("role")) {
      return of(ToolShape.GEMINI, gemini.members(), "id", "args");
    }
    String type = LenientJson.string(block, "type");
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "tool_use" -> of(ToolShape.ANTHROPIC, block, "id", "input");
      case "function_call" -> of(ToolShape.OPENAI_RESPONSES, block, "call_id", "arguments");
      case "custom_tool_call" -> of(ToolShape.OPENAI_RESPONSES, block, "call_id", "input");
      default -> null;
    };
  }

  /** The call that an element of {@code tool_calls} is. */
  public static @Nullable CallBlock ofChat(JsonText element) {
    Map<String, JsonText> call = LenientJson.members(element);
    JsonText function = LenientJson.object(call, "function");
    JsonText custom = LenientJson.object(call, "custom");
    JsonText called = function == null ? custom : function;
    if (called == null) {
      return null;
    }
    CallBlock block =
        of(ToolShape.OPENAI_CHAT, called.members(), "id", function == null ? "input" : "arguments");
    return new CallBlock(block.shape, id(call, "id"), block.name, block.arguments);
  }

  private static CallBlock of(
      ToolShape shape, Map<String, JsonText> call, String id, String arguments) {
    String name = LenientJson.string(call, "name");
    JsonText given = call.get(arguments);
    return new CallBlock(
        shape,
        id(call, id),
        name == null ? "" : name,
        given == null ? JsonText.EMPTY_OBJECT : given);
  }

  static @Nullable String id(Map<String, JsonText> block, String name) {
    String id = LenientJson.string(block, name);
    return id == null || id.isEmpty() ? null : id;
  }
}
