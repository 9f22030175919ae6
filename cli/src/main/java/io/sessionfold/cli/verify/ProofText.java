package io.sessionfold.cli.verify;

import io.sessionfold.cli.Console;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.projector.proof.Difference;
import io.sessionfold.projector.proof.Difference.Kind;
import io.sessionfold.projector.proof.ProofReport;
import io.sessionfold.projector.proof.Roots;
import io.sessionfold.projector.proof.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a proof has found, for people and for programs. */
public final class ProofText {
  /** Characters of a value that are told. */
  private static final int LONGEST = 200;

  private ProofText() {}

  /** A difference on one line. */
  public static String line(Console console, Difference d) {
    StringBuilder line = new StringBuilder();
    line.append(console.bold(Console.visibleLine(d.session().toString())));
    line.append("  ").append(d.source().wireName()).append(' ').append(d.kind().wireName());
    line.append(revisions(d));
    String pointer = d.pointer();
    if (pointer != null) {
      line.append("  at ").append(Console.visibleLine(pointer)).append(": ");
      line.append(d.source().wireName()).append(' ').append(shown(d.found()));
      line.append(", log ").append(shown(d.expected()));
    }
    if (!d.message().isEmpty()) {
      line.append("  ").append(Console.visibleLine(d.message()));
    }
    return line.toString();
  }

  private static String revisions(Difference d) {
    if (d.kind() == Kind.DIFFERENT || d.kind() == Kind.DAMAGED) {
      return " (revision " + d.revision() + ")";
    }
    return " (revision " + d.revision() + ", log " + d.logRevision() + ")";
  }

  private static String shown(@Nullable JsonText value) {
    return value == null ? "has nothing" : Console.visibleLine(cut(value.toString()));
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }

  /** A difference as one object; values are their JSON text, cut. */
  public static JsonText json(Difference d) {
    JsonText found = d.found();
    JsonText expected = d.expected();
    return new JsonWriter()
        .add("session", d.session().toString())
        .add("partition", d.partition())
        .add("source", d.source().wireName())
        .add("kind", d.kind().wireName())
        .add("revision", d.revision())
        .add("log_revision", d.logRevision())
        .add("path", d.pointer())
        .add("found", found == null ? null : cut(found.toString()))
        .add("log", expected == null ? null : cut(expected.toString()))
        .add("message", d.message().isEmpty() ? null : d.message())
        .done();
  }

  /** The report on lines of its own. */
  public static List<String> lines(ProofReport report) {
    List<String> lines = new ArrayList<>();
    Map<Source, Roots> roots = new TreeMap<>(report.roots());
    boolean same = roots.values().stream().distinct().count() <= 1;
    for (Map.Entry<Source, Roots> each : roots.entrySet()) {
      lines.add(
          "root " + (same ? "" : each.getKey().wireName() + " ") + each.getValue().generation());
      for (int p = 0; p < each.getValue().partitions().size(); p++) {
        lines.add("  partition " + p + " " + each.getValue().partitions().get(p));
      }
      if (same) {
        break;
      }
    }
    lines.add(
        String.format(
            "%,d sessions, %,d messages in %.1f s: %,.0f messages/s",
            report.sessions(), report.messages(), report.seconds(), rate(report)));
    return lines;
  }

  private static double rate(ProofReport report) {
    return report.messages() / Math.max(report.seconds(), 0.001);
  }

  /** The report as one object. */
  public static JsonText json(ProofReport report) {
    JsonWriter roots = new JsonWriter();
    new TreeMap<>(report.roots())
        .forEach((source, root) -> roots.add(source.wireName(), json(root)));
    return new JsonWriter()
        .add("equal", report.equal())
        .add("sessions", report.sessions())
        .add("messages", report.messages())
        .add("different", report.different())
        .add(
            "left_out",
            report.leftOut().stream().sorted().map(s -> JsonText.of(s.wireName())).toList())
        .add("seconds", JsonText.trusted(String.format(Locale.ROOT, "%.3f", report.seconds())))
        .add("messages_per_second", Math.round(rate(report)))
        .add("roots", roots.done())
        .done();
  }

  private static JsonText json(Roots roots) {
    return new JsonWriter()
        .add("generation", roots.generation().toString())
        .add(
            "partitions",
            roots.partitions().stream().map(digest -> JsonText.of(digest.toString())).toList())
        .done();
  }
}
