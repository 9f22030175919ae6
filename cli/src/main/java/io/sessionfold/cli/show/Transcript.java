package io.sessionfold.cli.show;

import io.sessionfold.cli.Console;
import io.sessionfold.event.Usage;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.parts.MessageParts;
import io.sessionfold.query.parts.Part;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import io.sessionfold.session.UsageTotals;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints a session as a conversation: who said what and when, tool calls with their arguments and
 * results. Text from outside cannot control the terminal.
 */
public final class Transcript {
  private static final String INDENT = "    ";
  private static final String SEALED = "(redacted by the provider)";

  private final Console console;

  /** A transcript on that console. */
  public Transcript(Console console) {
    this.console = console;
  }

  /** Prints the session with these messages, one at a time. */
  public void print(Session session, Stream<Message> messages) {
    head(session, null);
    print(messages, session);
  }

  /** Prints a session as it was, saying so. */
  public void print(PastSession past) {
    Session session = past.session();
    head(session, past.recordedAt());
    print(session.messages().stream(), session);
  }

  private void print(Stream<Message> messages, Session session) {
    messages.forEach(this::message);
    session.feedbacks().forEach(this::feedback);
    session.guardrailEvents().forEach(this::guardrail);
  }

  private void head(Session s, @Nullable Instant recordedAt) {
    console.out(console.bold(visible(s.key().toString())) + titled(s.title()));
    if (s.deleted()) {
      fact("deleted", time(s.deletedAt()));
      return;
    }
    fact("user", s.user());
    fact("application", s.application());
    fact("created", time(s.createdAt()));
    fact("updated", time(s.updatedAt()));
    fact("closed", time(s.closedAt()));
    if (recordedAt == null) {
      fact("revision", Long.toString(s.revision()));
    } else {
      fact("as of", "revision " + s.revision() + ", recorded " + Times.format(recordedAt));
    }
    if (!s.metadata().isEmpty()) {
      s.metadata().forEach((key, value) -> fact("metadata " + key, text(value)));
    }
    s.agents().values().forEach(a -> fact("agent " + a.name(), a.messageCount() + " messages"));
    UsageTotals.Total total = s.usage().total();
    if (total.totalTokens() > 0) {
      fact("tokens", total.inputTokens() + " in, " + total.outputTokens() + " out");
    }
  }

  void feedback(Feedback f) {
    line("feedback", f.createdAt(), visible(f.data().toString()));
  }

  void guardrail(GuardrailEvent g) {
    line("guardrail", g.timestamp(), visible(g.agent() + ": " + g.action()));
  }

  void message(Message m) {
    String who = speaker(m.message().members());
    String agent = m.agent().equals("default") ? "" : " · " + m.agent();
    console.out("");
    console.out(
        console.colour(colour(who), console.bold(visible(who)))
            + console.dim(
                visible("  #" + m.seq() + agent + "  " + Times.format(m.time()) + spent(m)))
            + (m.redacted() ? console.colour(1, "  redacted") : ""));
    MessageParts.of(m.message()).forEach(this::part);
  }

  /** Who speaks, or what it is where nobody does: a call, its output, reasoning. */
  private static String speaker(Map<String, JsonText> message) {
    JsonText who = message.getOrDefault("role", message.get("type"));
    return who == null ? "?" : text(who);
  }

  private void part(Part part) {
    if (part instanceof Part.Text said) {
      indented("", visible(said.content()));
    } else if (part instanceof Part.Reasoning thought) {
      String text = thought.content();
      indented("thinking: ", console.dim(text == null ? SEALED : visible(text)));
    } else if (part instanceof Part.ToolCall call) {
      String text = visible(call.name() + "(" + text(call.arguments()) + ")");
      indented("→ ", console.colour(3, text));
    } else if (part instanceof Part.ToolCallResponse result) {
      result(result);
    } else {
      indented("", console.dim(visible(json(part))));
    }
  }

  private void result(Part.ToolCallResponse result) {
    if (result.content().isEmpty()) {
      indented("← ", "");
    }
    for (Part part : result.content()) {
      indented("← ", visible(part instanceof Part.Text said ? said.content() : json(part)));
    }
  }

  private static String json(Part part) {
    return (part instanceof Part.Other other ? other.block() : part.json()).toString();
  }

  private void indented(String mark, String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      console.out(INDENT + (i == 0 ? mark : " ".repeat(mark.length())) + lines[i]);
    }
  }

  private void fact(String name, @Nullable String value) {
    if (value != null) {
      console.out(console.dim(String.format("%-12s ", visible(name))) + visible(value));
    }
  }

  private void line(String what, Instant time, String text) {
    console.out("");
    console.out(console.bold(what) + console.dim("  " + Times.format(time)));
    indented("", text);
  }

  private static String spent(Message m) {
    Usage usage = m.usage();
    return usage == null ? "" : "  " + usage.inputTokens() + "+" + usage.outputTokens() + " tokens";
  }

  private static String titled(@Nullable String title) {
    return title == null ? "" : "  " + visible(title);
  }

  private static int colour(String role) {
    return switch (role) {
      case "user" -> 2;
      case "assistant", "model" -> 6;
      case "tool" -> 3;
      default -> 5;
    };
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }

  private static String text(JsonText value) {
    return value.kind() == JsonText.Kind.STRING ? value.string() : value.toString();
  }

  private static String visible(String text) {
    return Console.visible(text);
  }
}
