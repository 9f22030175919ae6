package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.closed;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.guardrail;
import static io.sessionfold.testkit.Events.measured;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.synced;
import static io.sessionfold.testkit.Events.target;

import io.sessionfold.event.EventType;
import io.sessionfold.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The fixture logs that every fold, sink and reader is tried on. */
public final class FixtureLogs {
  private FixtureLogs() {}

  /** All of them, the random ones included. */
  public static List<FixtureLog> all() {
    return Stream.concat(named().stream(), LongStream.range(0, 8).mapToObj(RandomLogs::log))
        .toList();
  }

  /** Those with a story. */
  public static List<FixtureLog> named() {
    return List.of(
        shortSession(),
        severalAgents(),
        manyPages(),
        corrections(),
        metadataChurn(),
        restarted(),
        deletedWithLateEvents(),
        rejections(),
        hostileTexts(),
        severalSessions());
  }

  /** A greeting, from start to end. */
  public static FixtureLog shortSession() {
    return FixtureLog.of(
        "short session",
        started()
            .with("user", "ada")
            .with("title", "Flights")
            .with("metadata", Json.object("a", 1)),
        appended("hi"),
        assistant("hello").usage(10, 5).latency(120).model("m-1").with("finish_reason", "stop"),
        feedback("up").with("comment", "kind"),
        closed().with("reason", "done"));
  }

  /** Three agents that take turns, with state, and clocks that do not agree. */
  public static FixtureLog severalAgents() {
    return FixtureLog.of(
        "several agents",
        synced("planner").with("state", Json.object("step", 1)).with("system_prompt", "Plan."),
        appended("planner", "plan a trip").at("2026-03-01T10:00:00Z"),
        appended("booker", "book it").at("2026-03-01T09:59:00Z").usage(3, 4).model("m-2"),
        appended("planner", "earlier by its own clock").at("2026-03-01T09:00:00Z"),
        started().with("user", "ada").untimed(),
        synced("planner").with("state", JsonText.NULL).with("model", "m-3"),
        synced("critic").with("internal_state", Json.object("k", Json.parse("[1,2]"))),
        guardrail("flagged").with("target", target("booker", 0)),
        appended("critic", "not bad").with("expected_index", 0),
        appended("booker", "done").with("turn", "2").with("ext", Json.object("x", true)),
        measured(target("booker", 1)).usage(100, 1).latency(9).model("m-2"),
        synced("critic").with("prompt_metadata", Json.object("v", 3)));
  }

  /** A session of many pages, some full by count and some by bytes, with a message too large. */
  public static FixtureLog manyPages() {
    List<TestEvent> events = new ArrayList<>();
    events.add(started());
    for (int i = 0; i < 60; i++) {
      int size = i % 7 == 3 ? 700 : i == 40 ? 3000 : 20;
      events.add(appended(i % 5 == 0 ? "booker" : Events.AGENT, i + "x".repeat(size)));
      if (i % 20 == 19) {
        events.add(metadata().set("/progress", i));
        events.add(redacted(target(Events.AGENT, i / 3)));
      }
    }
    return new FixtureLog("many pages", events);
  }

  /**
   * Redactions, replacements and measurements, by event and by index, in old pages and in the tail.
   */
  public static FixtureLog corrections() {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      events.add(appended("message " + i).id("m" + i));
    }
    events.add(redacted(target("m0")).with("reason", "pii").with("action", "blocked"));
    events.add(redacted(target(Events.AGENT, 1), "[removed]"));
    events.add(replaced(target("m2"), "corrected").with("format", "strands"));
    events.add(measured(target(Events.AGENT, 2)).usage(7, 7).latency(3));
    events.add(measured(target("m7")).with("event_loop_metrics", Json.object("cycles", 2)));
    events.add(measured(target("m7")).usage(1, 2).model("m-1"));
    events.add(replaced(target("m0"), "no longer redacted"));
    events.add(redacted(target("m2")).with("policies_triggered", List.of("p1")));
    events.add(redacted(target(Events.AGENT, 7)).with("stop_reason", "guardrail"));
    events.add(appended("after").id("m8"));
    events.add(redacted(target("m8", TestEvent.SOURCE)));
    events.add(measured(target("m7")).with("event_loop_metrics", Json.object("cycles", 3)));
    return new FixtureLog("corrections", events);
  }

  /** Metadata set, overwritten, nested, unset and set again. */
  public static FixtureLog metadataChurn() {
    return FixtureLog.of(
        "metadata churn",
        metadata().set("/a/b/c", 1).set("/a/d", "x"),
        appended("hi"),
        started().with("metadata", Json.object("a", "kept out", "z", Json.parse("[1.0,{}]"))),
        metadata().unset("/a/b/c").set("/a/b/e", null),
        metadata().set("/", "empty name").set("/~1~0", "slash and tilde").set("/a.b", "$"),
        appended("there"),
        metadata().unset("/a").set("/a", Json.parse("1e3")),
        metadata().unset("/nothing/there"),
        started().with("metadata", Json.object("z", 2, "y", 3)));
  }

  /** Started twice, closed, and started again. */
  public static FixtureLog restarted() {
    return FixtureLog.of(
        "restarted",
        closed(),
        started().with("user", "ada"),
        appended("hi"),
        started().with("user", "eve").with("application", "trips").with("session_type", "PANEL"),
        closed().with("reason", "idle"),
        appended("anyone there?"),
        closed().with("reason", "idle again"),
        started().with("title", "back").with("session_type", "AGENT"));
  }

  /** Deleted in the middle; late events of every kind, and a second deletion, come after. */
  public static FixtureLog deletedWithLateEvents() {
    return FixtureLog.of(
        "deleted with late events",
        started().with("user", "ada").with("metadata", Json.object("secret", "s")),
        appended("hi").id("m1").usage(1, 1),
        feedback("down"),
        deleted().with("reason", "asked to"),
        appended("late"),
        metadata().set("/late", true),
        redacted(target("m1")),
        deleted(),
        started());
  }

  /** Events that are refused, between some that are not. */
  public static FixtureLog rejections() {
    return FixtureLog.of(
        "rejections",
        redacted(target("e9")),
        appended("hi").id("m1"),
        appended("other content, same id").id("m1"),
        appended("unexpected").with("expected_index", 5),
        metadata().set("/a", 1),
        metadata().set("/a/b", 2),
        appended("expected").with("expected_index", 1),
        feedback("up").with("rating", "sideways"),
        measured(target(Events.AGENT, 2)).usage(1, 1),
        measured(target(Events.AGENT, 1)).usage(1, 1),
        TestEvent.of(EventType.MESSAGE_APPENDED, Json.parse("[]")));
  }

  /** Texts that lose something in most stores. */
  public static FixtureLog hostileTexts() {
    List<TestEvent> events = new ArrayList<>();
    hostileMessages().forEach(message -> events.add(appended(Events.AGENT, Json.parse(message))));
    // Redacted below, so that no hostile message is.
    events.add(appended("to be redacted").id("victim"));
    events.add(appended("a.$gent/\u202e\ud83d\ude00", "by an agent with a name"));
    events.add(appended("A.$gent/\u202e\ud83d\ude00", "its twin in upper case"));
    events.add(
        synced("a.$gent/\u202e\ud83d\ude00")
            .with("state", Json.parse("{\"$ref\":{\"$id\":1.0},\"\":{\".\":1e3}}")));
    events.add(metadata().set("/$where", Json.parse("{\"a.b\":1.00}")).set("/a.b/$c", 1));
    events.add(metadata().set("/deep".repeat(JsonText.MAX_DEPTH), 1));
    events.add(feedback("up").with("$score", Json.parse("0.10")).with("a.b", Json.parse("{}")));
    events.add(redacted(target("victim")).with("redact_message", hostile("\"\\ud800\"")));
    return new FixtureLog("hostile texts", events);
  }

  /** The messages of {@link #hostileTexts}, as JSON text. */
  public static List<String> hostileMessages() {
    return Stream.of(
            "1" + "0".repeat(399),
            "[1.0,1,1e3,1E+3,-0,-0.0,0.1e-400]",
            "\"\\u2028 and \u2028 and \\u0000\"",
            "\"\\ud800 alone, \\udc00 alone, \\ud83d\\ude00 and \ud83d\ude00 paired\"",
            "{\"$ref\":\"x\",\"a.b\":{\"$oid\":\"y\"},\"\":{},\"__proto__\":[]}",
            "[{},[],\"\",null,true,{\"a\":{}}]",
            "[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"t\",\"signature\":\"c2ln\\/bg==\"}}}]",
            "[{\"type\":\"hologram\",\"beam\":[{\"\\u0041\":1}]}]",
            deep(JsonText.MAX_DEPTH - 2),
            "null")
        .map(content -> hostile(content).toString())
        .toList();
  }

  /** An array around arrays: so many levels. */
  private static String deep(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  /** Several sessions in one log whose names are nearly the same. */
  public static FixtureLog severalSessions() {
    List<TestEvent> events = new ArrayList<>();
    for (String session : List.of("Twin", "twin", "caf\u00e9", "cafe\u0301", "a.b", "a$b", "..")) {
      events.add(started().with("title", session).in(session));
      events.add(appended("in " + session).in(session).id("same id"));
    }
    events.add(deleted().in("twin"));
    return new FixtureLog("several sessions", events);
  }

  /** An assistant's answer by the default agent. */
  private static TestEvent assistant(String text) {
    return appended(Events.AGENT, Json.object("role", "assistant", "content", text));
  }

  private static JsonText hostile(String content) {
    return Json.parse("{\"role\":\"user\",\"content\":" + content + ",\"$unknown\":1.50}");
  }
}
