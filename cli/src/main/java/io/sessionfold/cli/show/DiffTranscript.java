package io.sessionfold.cli.show;

import io.sessionfold.cli.Console;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonDiff.Difference;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.SessionDiff;
import io.sessionfold.query.SessionDiff.ChangedMessage;
import io.sessionfold.query.SessionDiff.Point;
import io.sessionfold.session.Message;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prints what became of a session: paths with what was there and what is, and messages that came as
 * a conversation. Text from outside cannot control the terminal.
 */
public final class DiffTranscript {
  private final Console console;
  private final Transcript transcript;

  /** A transcript on that console. */
  public DiffTranscript(Console console) {
    this.console = console;
    this.transcript = new Transcript(console);
  }

  /** Prints all differences. */
  public void print(SessionDiff diff) {
    console.out(console.bold(Console.visible(diff.key().toString())));
    console.out(console.dim("from  ") + point(diff.from()));
    console.out(console.dim("to    ") + point(diff.to()));
    if (diff.isEmpty()) {
      console.out("no differences");
    }
    section("session", diff.head());
    section("metadata", diff.metadata());
    section("agents", diff.agents());
    diff.changed().forEach(this::changed);
    if (!diff.added().isEmpty()) {
      heading(diff.added().size() + " messages added");
      diff.added().forEach(transcript::message);
    }
    diff.feedbacks().forEach(transcript::feedback);
    diff.guardrailEvents().forEach(transcript::guardrail);
  }

  private static String point(Point point) {
    Instant recordedAt = point.recordedAt();
    return recordedAt == null
        ? "before the first change"
        : "revision " + point.revision() + ", recorded " + Times.format(recordedAt);
  }

  private void changed(ChangedMessage changed) {
    Message before = changed.before();
    section(
        "message #" + before.seq() + " · " + before.agent() + " " + before.index(),
        changed.differences());
  }

  private void section(String name, List<Difference> differences) {
    if (!differences.isEmpty()) {
      heading(name);
      differences.forEach(this::difference);
    }
  }

  private void heading(String text) {
    console.out("");
    console.out(console.bold(Console.visibleLine(text)));
  }

  private void difference(Difference d) {
    String path = Console.visibleLine(d.pointer()) + "  ";
    if (d.before() == null) {
      console.out(console.colour(2, "  + " + path + value(d.after())));
    } else if (d.after() == null) {
      console.out(console.colour(1, "  - " + path + value(d.before())));
    } else {
      console.out(console.colour(3, "  ~ " + path) + value(d.before()) + " → " + value(d.after()));
    }
  }

  private static String value(@Nullable JsonText value) {
    return Console.visibleLine(Objects.requireNonNull(value).toString());
  }
}
