package io.sessionfold.query.valid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the APIs refuse, written down once more and on its own: it shares no code with the view, not
 * even the reading of JSON. Stricter than any one API.
 */
public final class StrictPairs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> parsed = new HashMap<>();

  /** Everything that is wrong with these messages; nothing, if an API would take them. */
  public List<String> violations(String format, List<String> messages) {
    List<JsonNode> nodes = messages.stream().map(this::parse).toList();
    return switch (format) {
      case "strands" -> blocks(nodes, "content", new Names("toolUse", "toolUseId", "toolResult"));
      case "anthropic" -> blocks(nodes, "content", new Names("tool_use", "id", "tool_result"));
      case "gemini" -> gemini(nodes);
      case "openai.chat" -> chat(nodes);
      case "openai.responses" -> responses(nodes);
      default -> throw new IllegalArgumentException("no rules for " + format);
    };
  }

  /** Whether a conversation that was cut may begin with this message. */
  boolean beginsTurn(String message) {
    JsonNode node = parse(message);
    if (!node.path("role").asText().equals("user")) {
      return false;
    }
    JsonNode content = node.has("parts") ? node.get("parts") : node.path("content");
    if (!content.isArray()) {
      return true;
    }
    for (JsonNode block : content) {
      boolean result =
          block.has("toolResult")
              || block.has("functionResponse")
              || block.path("type").asText().equals("tool_result");
      if (!result && !block.has("cachePoint")) {
        return true;
      }
    }
    return content.isEmpty();
  }

  private JsonNode parse(String text) {
    return parsed.computeIfAbsent(
        text,
        json -> {
          try {
            return JSON.readTree(json);
          } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
          }
        });
  }

  private record Names(String call, String callId, String result) {
    boolean typed() {
      return call.equals("tool_use");
    }

    String callId(JsonNode block) {
      return typed()
          ? (block.path("type").asText().equals(call) ? block.path(callId).asText() : "")
          : block.path(call).path(callId).asText();
    }

    boolean isCall(JsonNode block) {
      return typed() ? block.path("type").asText().equals(call) : block.has(call);
    }

    boolean isResult(JsonNode block) {
      return typed() ? block.path("type").asText().equals(result) : block.has(result);
    }

    String resultId(JsonNode block) {
      return typed()
          ? block.path("tool_use_id").asText()
          : block.path(result).path(callId).asText();
    }
  }

  /** Strands, Bedrock Converse and Anthropic: all results in the user's next message. */
  private static List<String> blocks(List<JsonNode> messages, String content, Names names) {
    List<String> wrong = new ArrayList<>();
    Set<String> everCalled = new HashSet<>();
    List<String> open = List.of();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").asText();
      JsonNode blocks = message.path(content);
      if (blocks.isArray() && blocks.isEmpty()) {
        wrong.add(i + ": no content");
      }
      List<String> calls = new ArrayList<>();
      List<String> results = new ArrayList<>();
      boolean other = false;
      for (JsonNode block : blocks.isArray() ? blocks : JSON.createArrayNode()) {
        if (names.isCall(block)) {
          calls.add(names.callId(block));
        } else if (names.isResult(block)) {
          results.add(names.resultId(block));
          if (other && names.typed()) {
            wrong.add(i + ": a result behind another block");
          }
        } else {
          other = true;
        }
      }
      if (!sameOnce(open, results)) {
        wrong.add(i + ": calls " + open + " before it, results " + results + " in it");
      }
      if (!calls.isEmpty() && !role.equals("assistant")) {
        wrong.add(i + ": a call of " + role);
      }
      if (!results.isEmpty() && !role.equals("user")) {
        wrong.add(i + ": a result of " + role);
      }
      for (String id : calls) {
        if (id.isEmpty() || !everCalled.add(id)) {
          wrong.add(i + ": a call's id is not unique: " + id);
        }
      }
      open = calls;
    }
    if (!open.isEmpty()) {
      wrong.add("the end: calls without results " + open);
    }
    return wrong;
  }

  /** Gemini: as many responses as calls in the next content, by name, and by id where there is. */
  private static List<String> gemini(List<JsonNode> messages) {
    List<String> wrong = new ArrayList<>();
    List<String> open = List.of();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").asText();
      List<String> calls = new ArrayList<>();
      List<String> results = new ArrayList<>();
      if (message.path("parts").isEmpty()) {
        wrong.add(i + ": no parts");
      }
      for (JsonNode part : message.path("parts")) {
        if (part.has("functionCall")) {
          calls.add(named(part.get("functionCall")));
        } else if (part.has("functionResponse")) {
          results.add(named(part.get("functionResponse")));
        }
      }
      if (!sorted(open).equals(sorted(results))) {
        wrong.add(i + ": calls " + open + " before it, results " + results + " in it");
      }
      if (!calls.isEmpty() && !role.equals("model")) {
        wrong.add(i + ": a call of " + role);
      }
      if (!results.isEmpty() && !role.equals("user") && !role.equals("function")) {
        wrong.add(i + ": a result of " + role);
      }
      open = calls;
    }
    if (!open.isEmpty()) {
      wrong.add("the end: calls without results " + open);
    }
    return wrong;
  }

  private static String named(JsonNode block) {
    return block.path("name").asText() + "#" + block.path("id").asText();
  }

  /** OpenAI chat: a message for each result, before anything else is said. */
  private static List<String> chat(List<JsonNode> messages) {
    List<String> wrong = new ArrayList<>();
    Set<String> open = new TreeSet<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").asText();
      if (role.equals("tool")) {
        if (!open.remove(message.path("tool_call_id").asText())) {
          wrong.add(i + ": a result of no open call");
        }
        continue;
      }
      if (!open.isEmpty()) {
        wrong.add(i + ": calls without results " + open);
        open.clear();
      }
      if (message.has("tool_calls")) {
        if (message.get("tool_calls").isEmpty() || !role.equals("assistant")) {
          wrong.add(i + ": tool_calls that are empty, or of " + role);
        }
        for (JsonNode call : message.get("tool_calls")) {
          if (!open.add(call.path("id").asText())) {
            wrong.add(i + ": two calls with one id");
          }
        }
      }
    }
    if (!open.isEmpty()) {
      wrong.add("the end: calls without results " + open);
    }
    return wrong;
  }

  /** OpenAI responses: each call's output somewhere behind it, and no other. */
  private static List<String> responses(List<JsonNode> items) {
    List<String> wrong = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String type = items.get(i).path("type").asText();
      String id = items.get(i).path("call_id").asText();
      if (type.equals("function_call") || type.equals("custom_tool_call")) {
        open.add(type + id);
      } else if (type.endsWith("_call_output") && !open.remove(type.replace("_output", "") + id)) {
        wrong.add(i + ": an output of no open call");
      }
    }
    if (!open.isEmpty()) {
      wrong.add("the end: calls without outputs " + open);
    }
    return wrong;
  }

  private static boolean sameOnce(List<String> calls, List<String> results) {
    return sorted(calls).equals(sorted(results));
  }

  private static List<String> sorted(List<String> values) {
    return values.stream().sorted().toList();
  }
}
