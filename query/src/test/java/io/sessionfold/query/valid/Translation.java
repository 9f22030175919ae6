package io.sessionfold.query.valid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A conversation of the chat API, as it would have been in another. */
public final class Translation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String format;
  private final List<JsonText> out = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private List<JsonText> results = new ArrayList<>();

  private Translation(String format) {
    this.format = format;
  }

  public static List<JsonText> to(String format, List<JsonText> chat) {
    if (format.equals("openai.chat")) {
      return chat;
    }
    Translation translation = new Translation(format);
    for (JsonText message : chat) {
      try {
        translation.message(JSON.readTree(message.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
    translation.flush();
    return translation.out;
  }

  private void message(JsonNode message) {
    String role = message.path("role").asText();
    String text = message.path("content").asText("");
    if (role.equals("tool")) {
      results.add(result(message.path("tool_call_id").asText(), text));
      return;
    }
    flush();
    if (format.equals("openai.responses")) {
      items(role, text, message);
    } else if (!role.equals("system")) {
      List<JsonText> blocks = new ArrayList<>();
      if (!text.isEmpty() && !message.path("content").isNull()) {
        blocks.add(
            format.equals("anthropic")
                ? Json.object("type", "text", "text", text)
                : Json.object("text", text));
      }
      message.path("tool_calls").forEach(call -> blocks.add(call(call)));
      said(role, blocks);
    }
  }

  private void items(String role, String text, JsonNode message) {
    if (!message.path("content").isNull()) {
      out.add(Json.object("type", "message", "role", role, "content", text));
    }
    message
        .path("tool_calls")
        .forEach(
            call ->
                out.add(
                    Json.object(
                        "type",
                        "function_call",
                        "call_id",
                        call.path("id").asText(),
                        "name",
                        call.path("function").path("name").asText(),
                        "arguments",
                        call.path("function").path("arguments").asText())));
  }

  private JsonText call(JsonNode call) {
    String id = call.path("id").asText();
    String name = call.path("function").path("name").asText();
    JsonText input = Json.parse(call.path("function").path("arguments").asText());
    names.put(id, name);
    return switch (format) {
      case "strands" ->
          Json.object("toolUse", Json.object("toolUseId", id, "name", name, "input", input));
      case "anthropic" -> Json.object("type", "tool_use", "id", id, "name", name, "input", input);
      default -> Json.object("functionCall", Json.object("name", name, "args", input));
    };
  }

  private JsonText result(String id, String text) {
    return switch (format) {
      case "openai.responses" ->
          Json.object("type", "function_call_output", "call_id", id, "output", text);
      case "strands" ->
          Json.object(
              "toolResult",
              Json.object(
                  "toolUseId",
                  id,
                  "status",
                  "success",
                  "content",
                  List.of(Json.object("text", text))));
      case "anthropic" -> Json.object("type", "tool_result", "tool_use_id", id, "content", text);
      default ->
          Json.object(
              "functionResponse",
              Json.object(
                  "name", names.getOrDefault(id, ""), "response", Json.object("output", text)));
    };
  }

  private void flush() {
    if (format.equals("openai.responses")) {
      out.addAll(results);
    } else if (!results.isEmpty()) {
      said("user", results);
    }
    results = new ArrayList<>();
  }

  private void said(String role, List<JsonText> blocks) {
    boolean gemini = format.equals("gemini");
    out.add(
        Json.object(
            "role",
            gemini && role.equals("assistant") ? "model" : role,
            gemini ? "parts" : "content",
            blocks));
  }
}
