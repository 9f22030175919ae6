package io.sessionfold.cli.show;

import io.sessionfold.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The readable parts of a message in any of the known shapes. Shapes are told by their members, not
 * by the declared format, since blocks of one API travel in messages of another; what is not known
 * is shown as its JSON.
 */
final class MessageParts {
  private final List<Part> parts = new ArrayList<>();

  private MessageParts() {}

  static List<Part> of(JsonText message) {
    MessageParts reading = new MessageParts();
    reading.message(message.members());
    return reading.parts;
  }

  private void message(Map<String, JsonText> m) {
    JsonText content = m.containsKey("content") ? m.get("content") : m.get("parts");
    boolean toolResult = m.containsKey("tool_call_id");
    if (content != null && !content.isNull()) {
      content(content, toolResult ? Part.Kind.TOOL_RESULT : Part.Kind.TEXT);
    }
    JsonText calls = m.get("tool_calls");
    if (calls != null && calls.kind() == JsonText.Kind.ARRAY) {
      calls.elements().forEach(this::openAiCall);
    }
    if ("function_call".equals(string(m.get("type")))) {
      call(m.get("name"), m.get("arguments"));
    }
    if (m.containsKey("output") && m.containsKey("call_id")) {
      add(Part.Kind.TOOL_RESULT, text(m.get("output")));
    }
  }

  private void content(JsonText content, Part.Kind kind) {
    switch (content.kind()) {
      case STRING -> add(kind, content.string());
      case ARRAY -> content.elements().forEach(block -> block(block, kind));
      case OBJECT, NUMBER, BOOLEAN -> add(Part.Kind.OTHER, content.toString());
      case NULL -> {
        // Nothing was said.
      }
    }
  }

  private void block(JsonText block, Part.Kind kind) {
    if (block.kind() != JsonText.Kind.OBJECT) {
      content(block, kind);
      return;
    }
    Map<String, JsonText> b = block.members();
    if (b.containsKey("toolUse")) {
      nestedCall(b.get("toolUse"), "input");
    } else if (b.containsKey("functionCall")) {
      nestedCall(b.get("functionCall"), "args");
    } else if ("tool_use".equals(string(b.get("type")))) {
      call(b.get("name"), b.get("input"));
    } else if (b.containsKey("toolResult")) {
      result(b.get("toolResult"), "content");
    } else if (b.containsKey("functionResponse")) {
      result(b.get("functionResponse"), "response");
    } else if ("tool_result".equals(string(b.get("type")))) {
      result(block, "content");
    } else if (string(b.get("thinking")) != null) {
      add(Part.Kind.REASONING, b.get("thinking").string());
    } else if (b.containsKey("reasoningContent")) {
      reasoning(b.get("reasoningContent"));
    } else if (string(b.get("text")) != null) {
      add(kind, b.get("text").string());
    } else {
      add(Part.Kind.OTHER, block.toString());
    }
  }

  private void openAiCall(JsonText call) {
    JsonText function = call.kind() == JsonText.Kind.OBJECT ? call.members().get("function") : null;
    if (function == null || function.kind() != JsonText.Kind.OBJECT) {
      add(Part.Kind.OTHER, call.toString());
      return;
    }
    nestedCall(function, "arguments");
  }

  private void nestedCall(JsonText call, String arguments) {
    if (call.kind() == JsonText.Kind.OBJECT) {
      call(call.members().get("name"), call.members().get(arguments));
    } else {
      add(Part.Kind.OTHER, call.toString());
    }
  }

  private void call(@Nullable JsonText name, @Nullable JsonText arguments) {
    add(Part.Kind.TOOL_CALL, text(name) + "(" + text(arguments) + ")");
  }

  private void result(JsonText result, String member) {
    JsonText content =
        result.kind() == JsonText.Kind.OBJECT ? result.members().get(member) : result;
    if (content != null && content.kind() == JsonText.Kind.ARRAY) {
      content.elements().forEach(block -> block(block, Part.Kind.TOOL_RESULT));
    } else {
      add(Part.Kind.TOOL_RESULT, text(content));
    }
  }

  private void reasoning(JsonText reasoning) {
    JsonText inner =
        reasoning.kind() == JsonText.Kind.OBJECT ? reasoning.members().get("reasoningText") : null;
    JsonText text =
        inner != null && inner.kind() == JsonText.Kind.OBJECT ? inner.members().get("text") : null;
    add(Part.Kind.REASONING, text == null ? "(redacted by the provider)" : text(text));
  }

  private void add(Part.Kind kind, String text) {
    parts.add(new Part(kind, text));
  }

  private static @Nullable String string(@Nullable JsonText value) {
    return value != null && value.kind() == JsonText.Kind.STRING ? value.string() : null;
  }

  private static String text(@Nullable JsonText value) {
    if (value == null) {
      return "";
    }
    return value.kind() == JsonText.Kind.STRING ? value.string() : value.toString();
  }
}
