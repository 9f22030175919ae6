package io.sessionfold.cli.deadletters;

import io.sessionfold.cli.Console;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.json.Utf8;
import io.sessionfold.projector.deadletters.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A dead letter, for people and for programs. */
public final class LetterText {
  private LetterText() {}

  /** One line. */
  public static String line(Console console, DeadLetter letter) {
    return console.dim(Times.format(letter.recordedAt()))
        + "  "
        + console.bold(letter.at().toString())
        + "  "
        + String.format("%-11s", letter.stage())
        + String.join(",", letter.codes())
        + told("  ", letter.session())
        + told("  ", letter.header("ce_type"))
        + told("  ", letter.header("ce_id"));
  }

  /** One object, without content. */
  public static JsonText facts(DeadLetter letter) {
    return facts(new JsonWriter(), letter).done();
  }

  /** One object, with headers and content: as text, or in base64 where it is no UTF-8. */
  public static JsonText whole(DeadLetter letter) {
    List<JsonText> headers = new ArrayList<>();
    for (Header header : letter.headers()) {
      JsonWriter one = new JsonWriter().add("name", header.key());
      headers.add(content(one, header.value()).done());
    }
    JsonWriter json = facts(new JsonWriter(), letter).add("headers", headers);
    return content(json, letter.value()).done();
  }

  private static JsonWriter facts(JsonWriter json, DeadLetter letter) {
    JsonText event =
        new JsonWriter()
            .add("id", letter.header("ce_id"))
            .add("source", letter.header("ce_source"))
            .add("type", letter.header("ce_type"))
            .add("time", letter.header("ce_time"))
            .done();
    return json.add("position", letter.at().toString())
        .add("recorded_at", Times.format(letter.recordedAt()))
        .add("session", letter.session())
        .add("event", event)
        .add("stage", letter.stage())
        .add("codes", letter.codes().stream().map(JsonText::of).toList())
        .add("reasons", letter.reasons().stream().map(ChangeCodec::write).toList())
        .add("bytes", letter.value() == null ? null : Long.valueOf(letter.value().length))
        .add("omitted", letter.omitted());
  }

  private static JsonWriter content(JsonWriter json, byte @Nullable [] bytes) {
    if (bytes == null) {
      return json;
    }
    Optional<String> text = Utf8.decode(bytes);
    return text.isPresent()
        ? json.add("value", text.get())
        : json.add("value_base64", Base64.getEncoder().encodeToString(bytes));
  }

  /** Everything, over several lines. */
  public static List<String> lines(Console console, DeadLetter letter) {
    List<String> lines = new ArrayList<>();
    lines.add(console.bold(letter.at().toString()) + told("  ", letter.session()));
    lines.add("recorded " + Times.format(letter.recordedAt()) + ", rejected in " + letter.stage());
    for (Reason reason : letter.reasons()) {
      String where = reason.pointer().isEmpty() ? "" : " at " + reason.pointer();
      lines.add(
          console.colour(1, reason.code().wireName())
              + Console.visibleLine(where + ": " + reason.message()));
    }
    for (Header header : letter.headers()) {
      lines.add(console.dim(Console.visibleLine(header.key())) + "  " + readable(header.value()));
    }
    lines.add("");
    lines.add(content(letter));
    return lines;
  }

  private static String content(DeadLetter letter) {
    if (letter.omitted() != null) {
      return "its "
          + letter.omitted()
          + " bytes are too many for a dead letter; the event log has them";
    }
    if (letter.isOfDeleted()) {
      return "its session is deleted: nothing is kept of its content";
    }
    return readable(letter.value());
  }

  private static String readable(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "(none)";
    }
    return Console.visible(
        Utf8.decode(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  private static String told(String before, @Nullable String text) {
    return text == null ? "" : before + Console.visibleLine(text);
  }
}
