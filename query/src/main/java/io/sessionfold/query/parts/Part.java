package io.sessionfold.query.parts;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message, whatever format the message has. Derived when reading, never stored: what an
 * API said beyond it (signatures, citations, cache points) is in the message alone.
 */
public sealed interface Part {
  /** The part as JSON: a {@code type} and the members that it has, none of them {@code null}. */
  JsonText json();

  /** Text that was said. {@code type} is {@code text}. */
  record Text(String content) implements Part {
    @Override
    public JsonText json() {
      return typed("text").add("content", content).done();
    }
  }

  /**
   * What the model thought. {@code type} is {@code reasoning}.
   *
   * @param content absent if the provider gave it sealed
   */
  record Reasoning(@Nullable String content) implements Part {
    @Override
    public JsonText json() {
      return typed("reasoning").add("content", content).done();
    }
  }

  /**
   * A call of a tool. {@code type} is {@code tool_call}.
   *
   * @param arguments as JSON; a string, if what the model wrote is none
   */
  record ToolCall(@Nullable String id, String name, JsonText arguments) implements Part {
    @Override
    public JsonText json() {
      return typed("tool_call").add("id", id).add("name", name).add("arguments", arguments).done();
    }
  }

  /**
   * The result of a call. {@code type} is {@code tool_call_response}.
   *
   * @param name of the tool, where the API repeats it
   * @param response a string if it is text alone, else verbatim
   * @param error whether it says that the call failed; as JSON only if so
   * @param content the parts of the response; not in the JSON
   */
  record ToolCallResponse(
      @Nullable String id,
      @Nullable String name,
      JsonText response,
      boolean error,
      List<Part> content)
      implements Part {
    /** Copies the list. */
    public ToolCallResponse {
      content = List.copyOf(content);
    }

    @Override
    public JsonText json() {
      JsonWriter writer =
          typed("tool_call_response").add("id", id).add("name", name).add("response", response);
      return (error ? writer.add("error", true) : writer).done();
    }
  }

  /**
   * Bytes. {@code type} is {@code blob}.
   *
   * @param modality {@code image}, {@code audio}, {@code video} or {@code document}
   * @param content Base64
   */
  record Blob(String modality, @Nullable String mimeType, String content) implements Part {
    @Override
    public JsonText json() {
      return media("blob", modality, mimeType).add("content", content).done();
    }
  }

  /** Where bytes are. {@code type} is {@code uri}. */
  record Uri(String modality, @Nullable String mimeType, String uri) implements Part {
    @Override
    public JsonText json() {
      return media("uri", modality, mimeType).add("uri", uri).done();
    }
  }

  /** A file that the provider keeps. {@code type} is {@code file}. */
  record File(String modality, @Nullable String mimeType, String fileId) implements Part {
    @Override
    public JsonText json() {
      return media("file", modality, mimeType).add("file_id", fileId).done();
    }
  }

  /** What is none of the others, verbatim. {@code type} is {@code other}. */
  record Other(JsonText block) implements Part {
    @Override
    public JsonText json() {
      return typed("other").add("block", block).done();
    }
  }

  private static JsonWriter typed(String type) {
    return new JsonWriter().add("type", type);
  }

  private static JsonWriter media(String type, String modality, @Nullable String mimeType) {
    return typed(type).add("modality", modality).add("mime_type", mimeType);
  }
}
