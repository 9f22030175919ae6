package io.sessionfold.query.export;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.query.parts.MessageParts;
import io.sessionfold.query.parts.Part;
import io.sessionfold.query.valid.ValidMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the messages of a conversation in the shape of the chat API. Not thread-safe. */
final class ChatMessages {
  private final boolean reasoning;
  private final List<JsonText> messages = new ArrayList<>();
  private final Map<String, Deque<String>> unnamed = new HashMap<>();
  private int made;

  /** An answer that is not written yet: of an API of items each piece of it is one. */
  private @Nullable ChatAnswer answer;

  ChatMessages(boolean reasoning) {
    this.reasoning = reasoning;
  }

  List<JsonText> messages() {
    flush();
    return messages;
  }

  void add(ValidMessage message) {
    Map<String, JsonText> members = LenientJson.members(message.message());
    List<Part> parts = MessageParts.of(message.message());
    String role = role(members, parts);
    if (role.equals("assistant")) {
      if (message.format() != MessageFormat.OPENAI_RESPONSES) {
        flush();
      }
      answer(parts);
      return;
    }
    flush();
    List<Part> said = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolCallResponse result) {
        messages.add(result(result));
      } else {
        said.add(part);
      }
    }
    JsonText content = ChatContent.of(said, role.equals("user"));
    if (content != null) {
      messages.add(new JsonWriter().add("role", role).add("content", content).done());
    }
  }

  private static String role(Map<String, JsonText> members, List<Part> parts) {
    String role = LenientJson.string(members, "role");
    if (role == null) {
      boolean result = parts.stream().anyMatch(Part.ToolCallResponse.class::isInstance);
      return result ? "user" : "assistant";
    }
    return switch (role) {
      case "system", "developer" -> "system";
      case "user", "tool", "function" -> "user";
      default -> "assistant";
    };
  }

  private void answer(List<Part> parts) {
    ChatAnswer building = answer == null ? new ChatAnswer() : answer;
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        building.texts.add(text.content());
      } else if (part instanceof Part.ToolCall call) {
        building.calls.add(call(call));
      } else if (part instanceof Part.Reasoning thought && reasoning && thought.content() != null) {
        building.thoughts.add(thought.content());
      }
    }
    answer = building;
  }

  private void flush() {
    if (answer != null && !answer.isEmpty()) {
      messages.add(answer.json());
    }
    answer = null;
  }

  private JsonText call(Part.ToolCall call) {
    String id = call.id();
    if (id == null) {
      id = "call_" + ++made;
      unnamed.computeIfAbsent(call.name(), name -> new ArrayDeque<>()).add(id);
    }
    JsonText arguments = call.arguments();
    JsonText text =
        arguments.kind() == JsonText.Kind.STRING ? arguments : JsonText.of(arguments.toString());
    return new JsonWriter()
        .add("id", id)
        .add("type", "function")
        .add("function", new JsonWriter().add("name", call.name()).add("arguments", text).done())
        .done();
  }

  private JsonText result(Part.ToolCallResponse result) {
    String id = result.id();
    if (id == null) {
      Deque<String> ids = unnamed.get(String.valueOf(result.name()));
      id = ids == null ? null : ids.poll();
    }
    JsonText response = result.response();
    return new JsonWriter()
        .add("role", "tool")
        .add("tool_call_id", id)
        .add(
            "content",
            response.kind() == JsonText.Kind.STRING ? response : JsonText.of(response.toString()))
        .done();
  }

  /** An answer of the model. */
  private static final class ChatAnswer {
    final List<String> thoughts = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final List<JsonText> calls = new ArrayList<>();

    boolean isEmpty() {
      return thoughts.isEmpty() && texts.isEmpty() && calls.isEmpty();
    }

    JsonText json() {
      return new JsonWriter()
          .add("role", "assistant")
          .add("reasoning_content", thoughts.isEmpty() ? null : joined(thoughts))
          .add("content", texts.isEmpty() ? JsonText.NULL : JsonText.of(joined(texts)))
          .add("tool_calls", calls.isEmpty() ? null : calls)
          .done();
    }

    private static String joined(List<String> texts) {
      return texts.stream().collect(Collectors.joining("\n"));
    }
  }
}
