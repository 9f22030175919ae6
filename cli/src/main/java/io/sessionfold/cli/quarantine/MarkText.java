package io.sessionfold.cli.quarantine;

import io.sessionfold.cli.Console;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.store.QuarantineMark;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A mark, for people and for programs. */
public final class MarkText {
  private MarkText() {}

  /** One line. */
  public static String line(Console console, QuarantineMark mark) {
    return console.dim(Times.format(mark.since()))
        + "  "
        + String.format("%-5s %-7s ", mark.sink(), kind(mark))
        + console.bold(Console.visibleLine(mark.session().toString()))
        + "  "
        + mark.left()
        + " changes left out, from revision "
        + mark.from()
        + state(mark)
        + "  "
        + Console.visibleLine(mark.message());
  }

  private static String state(QuarantineMark mark) {
    if (mark.release().requestedAt() != null) {
      return "  (release requested)";
    }
    return mark.release().failedAt() == null ? "" : "  (release failed)";
  }

  /** One object. */
  public static JsonText json(QuarantineMark mark) {
    return new JsonWriter()
        .add("session", mark.session().toString())
        .add("sink", mark.sink())
        .add("generation", mark.generation())
        .add("kind", kind(mark))
        .add("message", mark.message())
        .add("partition", mark.partition())
        .add("offset", mark.offset())
        .add("from_revision", mark.from())
        .add("to_revision", mark.to())
        .add("left", mark.left())
        .add("since", Times.format(mark.since()))
        .add("release_requested_at", time(mark.release().requestedAt()))
        .add("release_failed_at", time(mark.release().failedAt()))
        .done();
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Times.format(at);
  }

  private static String kind(QuarantineMark mark) {
    return mark.kind().name().toLowerCase(Locale.ROOT);
  }
}
