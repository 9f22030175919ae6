package io.sessionfold.query.parts;

import io.sessionfold.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call of a tool, as any of the APIs writes it.
 *
 * @param id of the call; absent if it names none
 * @param name of the tool, where the API repeats it
 * @param response verbatim
 * @param error whether it says that the call failed
 */
public record ResultBlock(
    ToolShape shape, @Nullable String id, @Nullable String name, JsonText response, boolean error) {
  /** The result that a block of a message's content is, or that a message without content is. */
  public static @Nullable ResultBlock of(Map<String, JsonText> block) {
    JsonText strands = LenientJson.object(block, "toolResult");
    if (strands != null) {
      Map<String, JsonText> result = strands.members();
      boolean error = "error".equals(LenientJson.string(result, "status"));
      return of(ToolShape.STRANDS, result, "toolUseId", "content", error);
    }
    JsonText gemini = LenientJson.object(block, "functionResponse", "function_response");
    if (gemini != null) {
      Map<String, JsonText> result = gemini.members();
      boolean error = LenientJson.members(result.get("response")).containsKey("error");
      return of(ToolShape.GEMINI, result, "id", "response", error);
    }
    String type = LenientJson.string(block, "type");
    if ("tool_result".equals(type)) {
      boolean error = LenientJson.isTrue(block.get("is_error"));
      return of(ToolShape.ANTHROPIC, block, "tool_use_id", "content", error);
    }
    if ("function_call_output".equals(type) || "custom_tool_call_output".equals(type)) {
      return of(ToolShape.OPENAI_RESPONSES, block, "call_id", "output", false);
    }
    return null;
  }

  /** The result that a message is, of the chat API: one with the role {@code tool}. */
  public static @Nullable ResultBlock ofChat(Map<String, JsonText> message) {
    return message.containsKey("tool_call_id") || isTool(message)
        ? of(ToolShape.OPENAI_CHAT, message, "tool_call_id", "content", false)
        : null;
  }

  /** A message of role tool, unless its content are results as blocks. */
  private static boolean isTool(Map<String, JsonText> message) {
    return "tool".equals(LenientJson.string(message, "role"))
        && !message.containsKey("parts")
        && LenientJson.elements(message.get("content")).stream()
            .allMatch(block -> of(LenientJson.members(block)) == null);
  }

  private static ResultBlock of(
      ToolShape shape, Map<String, JsonText> result, String id, String response, boolean error) {
    JsonText given = result.get(response);
    return new ResultBlock(
        shape,
        CallBlock.id(result, id),
        LenientJson.string(result, "name"),
        given == null ? JsonText.NULL : given,
        error);
  }
}
