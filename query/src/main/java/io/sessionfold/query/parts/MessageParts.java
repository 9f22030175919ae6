package io.sessionfold.query.parts;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a message in any of the known formats. What they are is told by their members, not
 * by the declared format, since blocks of one API travel in messages of another; what is not known
 * is {@link Part.Other}. Pure.
 */
public final class MessageParts {
  private final List<Part> parts = new ArrayList<>();

  private MessageParts() {}

  /** The parts, in the order of the message. */
  public static List<Part> of(JsonText message) {
    MessageParts reading = new MessageParts();
    if (message.kind() == JsonText.Kind.OBJECT) {
      reading.message(message.members());
    } else {
      reading.content(message);
    }
    return List.copyOf(reading.parts);
  }

  /** The same as a JSON array. */
  public static JsonText json(JsonText message) {
    return JsonWriter.array(of(message).stream().map(Part::json).toList());
  }

  private void message(Map<String, JsonText> m) {
    String thought = LenientJson.string(m, "reasoning_content", "reasoning");
    if (thought != null) {
      parts.add(new Part.Reasoning(thought));
    }
    CallBlock item = CallBlock.of(m);
    ResultBlock result = ResultBlock.of(m);
    if (result == null) {
      result = m.containsKey("output") && m.containsKey("call_id") ? output(m) : null;
    }
    if (result == null) {
      result = ResultBlock.ofChat(m);
    }
    JsonText content = LenientJson.value(m, "content", "parts");
    if (item != null) {
      parts.add(call(item));
    } else if (result != null) {
      parts.add(result(result));
    } else if (content != null) {
      List<JsonText> calls = LenientJson.elements(m.get("tool_calls"));
      content(content, !calls.isEmpty());
    }
    String refusal = LenientJson.string(m, "refusal");
    if (refusal != null) {
      parts.add(new Part.Text(refusal));
    }
    LenientJson.elements(m.get("tool_calls")).forEach(this::chatCall);
    JsonText legacy = item == null ? LenientJson.object(m, "function_call") : null;
    if (legacy != null) {
      chatCall(new JsonWriter().add("function", legacy).done());
    }
    if ("reasoning".equals(LenientJson.string(m, "type"))) {
      summary(m);
    }
  }

  /** Of a provider's own tool: its result, whatever its type is called. */
  private static ResultBlock output(Map<String, JsonText> item) {
    return new ResultBlock(
        ToolShape.OPENAI_RESPONSES,
        CallBlock.id(item, "call_id"),
        null,
        item.getOrDefault("output", JsonText.NULL),
        false);
  }

  private void content(JsonText content) {
    content(content, false);
  }

  /**
   * @param called whether the message lists its calls beside the content, which may have the same
   *     ones as blocks
   */
  private void content(JsonText content, boolean called) {
    switch (content.kind()) {
      case STRING -> parts.add(new Part.Text(content.string()));
      case ARRAY -> content.elements().forEach(block -> block(block, called));
      case OBJECT, NUMBER, BOOLEAN -> parts.add(new Part.Other(content));
      case NULL -> {
        // Nothing was said.
      }
    }
  }

  private void block(JsonText block, boolean called) {
    if (block.kind() != JsonText.Kind.OBJECT) {
      content(block, called);
      return;
    }
    Map<String, JsonText> b = block.members();
    CallBlock call = CallBlock.of(b);
    ResultBlock result = ResultBlock.of(b);
    if (call != null) {
      if (!called) {
        parts.add(call(call));
      }
    } else if (result != null) {
      parts.add(result(result));
    } else {
      parts.add(said(block, b));
    }
  }

  private static Part said(JsonText block, Map<String, JsonText> b) {
    String thinking = LenientJson.string(b, "thinking");
    if (thinking != null) {
      return new Part.Reasoning(thinking);
    }
    JsonText reasoning = LenientJson.object(b, "reasoningContent");
    if (reasoning != null) {
      Map<String, JsonText> text = LenientJson.members(reasoning.members().get("reasoningText"));
      return new Part.Reasoning(LenientJson.string(text, "text"));
    }
    if ("redacted_thinking".equals(LenientJson.string(b, "type"))) {
      return new Part.Reasoning(null);
    }
    String text = LenientJson.string(b, "text", "refusal");
    if (text != null) {
      return LenientJson.isTrue(b.get("thought")) ? new Part.Reasoning(text) : new Part.Text(text);
    }
    JsonText cited = LenientJson.object(b, "citationsContent");
    if (cited != null) {
      return new Part.Text(texts(cited.members().get("content")));
    }
    JsonText guarded = LenientJson.object(b, "guardContent");
    String guardedText =
        LenientJson.string(LenientJson.members(LenientJson.members(guarded).get("text")), "text");
    if (guardedText != null) {
      return new Part.Text(guardedText);
    }
    Part media = MediaParts.of(b);
    return media == null ? new Part.Other(block) : media;
  }

  private void chatCall(JsonText element) {
    CallBlock call = CallBlock.ofChat(element);
    parts.add(call == null ? new Part.Other(element) : call(call));
  }

  private static Part call(CallBlock call) {
    return new Part.ToolCall(call.id(), call.name(), arguments(call.arguments()));
  }

  private static JsonText arguments(JsonText arguments) {
    if (arguments.kind() != JsonText.Kind.STRING) {
      return arguments;
    }
    try {
      return JsonText.parse(arguments.string());
    } catch (JsonSyntaxException e) {
      // A model may write anything, and an answer may be cut off.
      return arguments;
    }
  }

  private static Part result(ResultBlock result) {
    MessageParts content = new MessageParts();
    content.content(result.response());
    boolean text =
        !content.parts.isEmpty() && content.parts.stream().allMatch(Part.Text.class::isInstance);
    return new Part.ToolCallResponse(
        result.id(),
        result.name(),
        text ? JsonText.of(joined(content.parts)) : result.response(),
        result.error(),
        content.parts);
  }

  private static String joined(List<Part> texts) {
    return texts.stream()
        .map(part -> ((Part.Text) part).content())
        .collect(Collectors.joining("\n"));
  }

  private void summary(Map<String, JsonText> item) {
    String text = texts(item.get("summary"));
    parts.add(new Part.Reasoning(text.isEmpty() ? null : text));
  }

  private static String texts(@Nullable JsonText blocks) {
    return LenientJson.elements(blocks).stream()
        .map(block -> LenientJson.string(LenientJson.members(block), "text"))
        .filter(Objects::nonNull)
        .collect(Collectors.joining("\n"));
  }
}
