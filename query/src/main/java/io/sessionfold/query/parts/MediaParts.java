package io.sessionfold.query.parts;

import io.sessionfold.json.JsonText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts that are images, sound, films and documents, in the blocks of any API. */
final class MediaParts {
  private static final List<String> MODALITIES = List.of("image", "document", "video", "audio");

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "pdf", "application/pdf",
          "csv", "text/csv",
          "html", "text/html",
          "txt", "text/plain",
          "md", "text/markdown",
          "doc", "application/msword",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xls", "application/vnd.ms-excel",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private MediaParts() {}

  /** The part that a block is; {@code null} if it is none of these. */
  static @Nullable Part of(Map<String, JsonText> block) {
    JsonText inline = LenientJson.object(block, "inlineData", "inline_data");
    JsonText file = LenientJson.object(block, "fileData", "file_data");
    if (inline != null || file != null) {
      return gemini(LenientJson.members(inline), LenientJson.members(file));
    }
    for (String modality : MODALITIES) {
      JsonText strands = LenientJson.object(block, modality);
      if (strands != null) {
        return strands(modality, strands.members());
      }
    }
    String type = LenientJson.string(block, "type");
    return type == null ? null : typed(type, block);
  }

  private static @Nullable Part typed(String type, Map<String, JsonText> block) {
    return switch (type) {
      case "image", "document" -> anthropic(type, LenientJson.members(block.get("source")));
      case "image_url" -> image(LenientJson.members(block.get("image_url")), "url");
      case "input_image" -> image(block, "image_url");
      case "input_audio" -> audio(LenientJson.members(block.get("input_audio")));
      case "file" -> document(LenientJson.members(block.get("file")));
      case "input_file" -> document(block);
      default -> null;
    };
  }

  private static @Nullable Part gemini(Map<String, JsonText> inline, Map<String, JsonText> file) {
    Map<String, JsonText> data = inline.isEmpty() ? file : inline;
    String mime = LenientJson.string(data, "mimeType", "mime_type");
    String modality = modality(mime);
    String uri = LenientJson.string(file, "fileUri", "file_uri");
    String bytes = LenientJson.string(inline, "data");
    if (bytes != null) {
      return new Part.Blob(modality, mime, bytes);
    }
    return uri == null ? null : new Part.Uri(modality, mime, uri);
  }

  private static @Nullable Part strands(String modality, Map<String, JsonText> block) {
    String format = LenientJson.string(block, "format");
    String mime =
        format == null
            ? null
            : modality.equals("document") ? DOCUMENTS.get(format) : modality + "/" + format;
    Map<String, JsonText> source = LenientJson.members(block.get("source"));
    String bytes = LenientJson.string(source, "bytes");
    if (bytes == null) {
      bytes = LenientJson.string(LenientJson.members(source.get("bytes")), "data");
    }
    if (bytes != null) {
      return new Part.Blob(modality, mime, bytes);
    }
    JsonText location = LenientJson.object(source, "location", "s3Location");
    String uri = LenientJson.string(LenientJson.members(location), "uri");
    return uri == null ? null : new Part.Uri(modality, mime, uri);
  }

  private static @Nullable Part anthropic(String modality, Map<String, JsonText> source) {
    String mime = LenientJson.string(source, "media_type");
    String type = LenientJson.string(source, "type");
    String data = LenientJson.string(source, "data");
    if ("text".equals(type)) {
      return data == null ? null : new Part.Text(data);
    }
    if (data != null) {
      return new Part.Blob(modality, mime, data);
    }
    return reference(modality, mime, source, "url", "file_id");
  }

  private static @Nullable Part image(Map<String, JsonText> block, String url) {
    return reference("image", null, block, url, "file_id");
  }

  private static @Nullable Part audio(Map<String, JsonText> block) {
    String data = LenientJson.string(block, "data");
    String format = LenientJson.string(block, "format");
    return data == null
        ? null
        : new Part.Blob("audio", format == null ? null : "audio/" + format, data);
  }

  private static @Nullable Part document(Map<String, JsonText> block) {
    Part inline = reference("document", null, block, "file_data", "file_id");
    return inline == null ? reference("document", null, block, "file_url", "file_id") : inline;
  }

  private static @Nullable Part reference(
      String modality,
      @Nullable String mime,
      Map<String, JsonText> block,
      String url,
      String fileId) {
    String where = LenientJson.string(block, url);
    if (where != null) {
      return located(modality, mime, where);
    }
    String id = LenientJson.string(block, fileId);
    return id == null ? null : new Part.File(modality, mime, id);
  }

  /** A {@code data:} URI holds the bytes itself. */
  private static Part located(String modality, @Nullable String mime, String uri) {
    int data = uri.indexOf(";base64,");
    if (!uri.startsWith("data:") || data < 0) {
      return new Part.Uri(modality, mime, uri);
    }
    String given = uri.substring("data:".length(), data);
    return new Part.Blob(
        modality, given.isEmpty() ? mime : given, uri.substring(data + ";base64,".length()));
  }

  private static String modality(@Nullable String mime) {
    int slash = mime == null ? -1 : mime.indexOf('/');
    String kind = mime == null || slash < 0 ? "" : mime.substring(0, slash);
    return MODALITIES.contains(kind) ? kind : "document";
  }
}
