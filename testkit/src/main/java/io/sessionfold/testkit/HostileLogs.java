package io.sessionfold.testkit;

import io.sessionfold.event.EventType;
import java.util.List;

/** Logs of events that nobody means well with, for whatever reads or remembers events. */
public final class HostileLogs {
  private static final List<String> NAMES =
      List.of(
          "\ud800",
          "\udc00",
          "?",
          "\ufffd",
          "\udc00\ud800",
          "a\ud800b",
          "a?b",
          "\ud83d\ude00",
          "\uff00\u00ff",
          "\u0000",
          "e\u0301",
          "\u00e9",
          " ",
          "x".repeat(256));

  private static final List<String> MEMBERS =
      List.of(
          "agent",
          "message",
          "format",
          "turn",
          "usage",
          "metrics",
          "expected_index",
          "ext",
          "target",
          "event_loop_metrics",
          "redact_message",
          "reason",
          "policies_triggered",
          "state",
          "internal_state",
          "model",
          "system_prompt",
          "user",
          "metadata",
          "set",
          "unset",
          "rating",
          "comment",
          "action",
          "stop_reason",
          "title");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1.5",
          "1e400",
          "9007199254740993",
          "\"\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[null]",
          "[\"\"]",
          "[\"/~\"]",
          "[\"/a\"]",
          "{\"\":1}",
          "{\"/a\":1}",
          "{\"role\":null}",
          "{\"role\":\"u\"}",
          "{\"event\":\"\\udc00\"}",
          "{\"event\":null}",
          "{\"agent\":\"a\",\"index\":1e2}",
          "{\"inputTokens\":1}",
          "{\"latencyMs\":1}");

  private HostileLogs() {}

  /**
   * Names of agents, events, models and metadata that a charset may take for one another, in the
   * structured content mode, whose escapes carry any of them.
   */
  public static EventLog names() {
    EventLog log = new EventLog().structured();
    for (int round = 0; round < 3; round++) {
      for (String name : NAMES) {
        log.append(
            Events.appended(name, "by " + name).id(name + round).model(name).usage(1, 1),
            Events.synced(name).with("state", Json.object(name, name)),
            Events.metadata().set("/" + name + "/" + round, name),
            Events.feedback("up").with("comment", name).with(name, name));
      }
    }
    for (String name : NAMES) {
      log.append(
          Events.redacted(Events.target(name, 1), name),
          Events.replaced(Events.target(name + 0), name),
          Events.measured(Events.target(name, 2)).usage(1, 1).model(name + name),
          Events.started().with("user", name).with("metadata", Json.object(name, name)));
    }
    return log;
  }

  /** An event of that type for each member that any type has and each kind of value. */
  public static EventLog values(EventType type) {
    EventLog log = new EventLog();
    for (String member : MEMBERS) {
      for (String value : VALUES) {
        log.append(example(type).with(member, Json.parse(value)));
      }
    }
    return log;
  }

  private static TestEvent example(EventType type) {
    return switch (type) {
      case MESSAGE_APPENDED -> Events.appended("hi");
      case MESSAGE_MEASURED -> Events.measured(Events.target("e1")).usage(1, 1);
      case MESSAGE_REDACTED -> Events.redacted(Events.target("e1"));
      case MESSAGE_REPLACED -> Events.replaced(Events.target("e1"), "x");
      case AGENT_SYNCED -> Events.synced("a");
      case SESSION_STARTED -> Events.started();
      case SESSION_CLOSED -> Events.closed();
      case SESSION_DELETED -> Events.deleted();
      case METADATA_CHANGED -> Events.metadata().set("/a", 1);
      case FEEDBACK_GIVEN -> Events.feedback("up");
      case GUARDRAIL_TRIGGERED -> Events.guardrail("blocked");
    };
  }
}
