package io.sessionfold.query.export;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.parts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a message says, as the content of one of the chat API. */
final class ChatContent {
  private ChatContent() {}

  /** Text alone as a string; with media the list of both; {@code null} if it says nothing. */
  static @Nullable JsonText of(List<Part> parts, boolean withMedia) {
    List<JsonText> blocks = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Part part : parts) {
      JsonText block = part instanceof Part.Text || withMedia ? block(part) : null;
      if (block != null) {
        blocks.add(block);
      }
      if (part instanceof Part.Text text) {
        texts.add(text.content());
      }
    }
    if (blocks.isEmpty()) {
      return null;
    }
    return blocks.size() == texts.size()
        ? JsonText.of(String.join("\n", texts))
        : JsonWriter.array(blocks);
  }

  private static @Nullable JsonText block(Part part) {
    if (part instanceof Part.Text text) {
      return typed("text").add("text", text.content()).done();
    }
    if (part instanceof Part.Uri uri) {
      return uri.modality().equals("image")
          ? image(uri.uri())
          : typed("text").add("text", uri.uri()).done();
    }
    if (part instanceof Part.Blob blob) {
      return blob(blob);
    }
    if (part instanceof Part.File file) {
      return typed("file").add("file", one("file_id", file.fileId())).done();
    }
    return null;
  }

  private static JsonText blob(Part.Blob blob) {
    String mime = Objects.requireNonNullElse(blob.mimeType(), "application/octet-stream");
    String data = "data:" + mime + ";base64," + blob.content();
    return switch (blob.modality()) {
      case "image" -> image(data);
      case "audio" ->
          typed("input_audio")
              .add(
                  "input_audio",
                  new JsonWriter()
                      .add("data", blob.content())
                      .add("format", mime.substring(mime.indexOf('/') + 1))
                      .done())
              .done();
      default -> typed("file").add("file", one("file_data", data)).done();
    };
  }

  private static JsonText image(String url) {
    return typed("image_url").add("image_url", one("url", url)).done();
  }

  private static JsonText one(String name, String value) {
    return new JsonWriter().add(name, value).done();
  }

  private static JsonWriter typed(String type) {
    return new JsonWriter().add("type", type);
  }
}
