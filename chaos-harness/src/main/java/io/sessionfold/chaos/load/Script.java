package io.sessionfold.chaos.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * The events that one writer has for one session, good ones and poison, made from a seed. Its
 * message texts are unique, so that a text that was taken back can be looked for.
 */
final class Script {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> FORMATS = List.of("strands", "openai.chat", "anthropic");

  private final Random random;
  private final String session;
  private final String source;
  private final List<Outgoing> events = new ArrayList<>();
  private final List<String> messageIds = new ArrayList<>();
  private final int agents;
  private int number;

  private Script(long seed, String session, String source) {
    this.random = new Random(seed);
    this.session = session;
    this.source = source;
    this.agents = 1 + random.nextInt(3);
  }

  /**
   * The script of a writer.
   *
   * @param deletes whether the session is deleted in the middle of it
   */
  static List<Outgoing> of(long seed, String session, String source, int length, boolean deletes) {
    Script script = new Script(seed, session, source);
    if (script.random.nextInt(4) > 0) {
      script.started();
    }
    for (int i = 0; i < length; i++) {
      if (deletes && i == length * 2 / 3) {
        script.add(Outgoing.METADATA, "session.deleted", JSON.objectNode());
      }
      script.next();
    }
    return script.events;
  }

  private void next() {
    int dice = random.nextInt(100);
    if (dice < 55) {
      appended();
    } else if (dice < 60) {
      measured();
    } else if (dice < 71) {
      redacted();
    } else if (dice < 75) {
      replaced();
    } else if (dice < 79) {
      synced();
    } else if (dice < 87) {
      metadata();
    } else if (dice < 90) {
      feedback();
    } else if (dice < 92) {
      guardrail();
    } else if (dice < 93) {
      add(Outgoing.METADATA, "session.closed", JSON.objectNode().put("reason", "done"));
    } else if (dice < 94) {
      started();
    } else {
      events.addAll(Poison.some(random, session, source, id()));
    }
  }

  private void appended() {
    ObjectNode data = JSON.objectNode().put("agent", agent());
    data.set("message", message());
    data.put("format", FORMATS.get(random.nextInt(FORMATS.size())));
    if (random.nextInt(3) == 0) {
      data.put("model", "model-" + random.nextInt(2));
      data.set("usage", usage());
      data.set("metrics", JSON.objectNode().put("latencyMs", random.nextInt(900)));
      data.put("finish_reason", random.nextInt(4) == 0 ? "interrupted" : "end_turn");
    }
    if (random.nextInt(20) == 0) {
      data.put("expected_index", random.nextInt(30));
    }
    messageIds.add(add(Outgoing.MESSAGES, "message.appended", data));
  }

  private ObjectNode message() {
    ObjectNode message = JSON.objectNode().put("role", random.nextBoolean() ? "user" : "assistant");
    String text = "text-" + session + "-" + source + "-" + number + " ";
    int padding = random.nextInt(50) == 0 ? 20_000 : random.nextInt(300);
    ArrayNode content = message.putArray("content");
    content.addObject().put("text", text + "x".repeat(padding));
    if (random.nextInt(8) == 0) {
      ObjectNode use = content.addObject().putObject("toolUse");
      use.put("toolUseId", "t" + number).put("name", "look_up");
      use.putObject("input").put("n", random.nextInt(1000)).putNull("none").put("yes", true);
    }
    if (random.nextInt(10) == 0) {
      ObjectNode image = content.addObject().putObject("image").put("format", "png");
      byte[] bytes = new byte[200 + random.nextInt(3_000)];
      random.nextBytes(bytes);
      image.putObject("source").put("bytes", Base64.getEncoder().encodeToString(bytes));
    }
    return message;
  }

  private void measured() {
    ObjectNode data = JSON.objectNode();
    data.set("target", target());
    data.put("model", "model-" + random.nextInt(2));
    data.set("usage", usage());
    if (random.nextBoolean()) {
      data.set("event_loop_metrics", JSON.objectNode().put("cycle_count", random.nextInt(9)));
    }
    add(Outgoing.MESSAGES, "message.measured", data);
  }

  private void redacted() {
    ObjectNode data = JSON.objectNode();
    data.set("target", target());
    if (random.nextBoolean()) {
      ObjectNode shown = JSON.objectNode().put("role", "user");
      shown.putArray("content").addObject().put("text", "[taken back " + number + "]");
      data.set("redact_message", shown);
    }
    data.put("reason", "private");
    add(Outgoing.MESSAGES, "message.redacted", data);
  }

  private void replaced() {
    ObjectNode data = JSON.objectNode();
    data.set("target", target());
    data.set("message", message());
    add(Outgoing.MESSAGES, "message.replaced", data);
  }

  private void synced() {
    ObjectNode data = JSON.objectNode().put("agent", agent());
    if (random.nextBoolean()) {
      data.set("state", JSON.objectNode().put("step", number));
    } else {
      data.putNull("state");
    }
    data.put("system_prompt", "You are number " + number);
    if (random.nextInt(3) == 0) {
      data.putNull("internal_state");
    } else if (random.nextBoolean()) {
      data.set("internal_state", interrupted());
    }
    add(Outgoing.MESSAGES, "agent.synced", data);
  }

  /** An agent that waits for an answer before it goes on. */
  private ObjectNode interrupted() {
    ObjectNode internal = JSON.objectNode();
    ObjectNode state = internal.putObject("interrupt_state").put("activated", true);
    ObjectNode interrupt = state.putObject("interrupts").putObject("i" + number);
    interrupt.put("name", "approval").put("reason", "number " + number).putNull("response");
    return internal;
  }

  private void metadata() {
    ObjectNode data = JSON.objectNode();
    ObjectNode set = data.putObject("set");
    set.put("/key" + random.nextInt(5), number);
    if (random.nextBoolean()) {
      set.put("/tree/branch" + random.nextInt(3), "leaf " + number);
    }
    if (random.nextInt(3) == 0) {
      data.putArray("unset").add("/key" + random.nextInt(5));
    }
    add(Outgoing.METADATA, "metadata.changed", data);
  }

  private void feedback() {
    ObjectNode data = JSON.objectNode().put("rating", random.nextBoolean() ? "up" : "down");
    data.put("comment", "comment " + number).put("survey", number);
    add(Outgoing.METADATA, "feedback.given", data);
  }

  private void guardrail() {
    ObjectNode data = JSON.objectNode().put("agent", agent()).put("action", "BLOCKED");
    add(Outgoing.METADATA, "guardrail.triggered", data);
  }

  private void started() {
    ObjectNode data = JSON.objectNode().put("user", "user-" + random.nextInt(5));
    data.put("application", "desk").put("title", "title " + number);
    data.putObject("metadata").put("key" + random.nextInt(5), "first").put("channel", "web");
    add(Outgoing.METADATA, "session.started", data);
  }

  private ObjectNode target() {
    if (!messageIds.isEmpty() && random.nextBoolean()) {
      String id = messageIds.get(random.nextInt(messageIds.size()));
      return JSON.objectNode().put("event", id);
    }
    return JSON.objectNode()
        .put("agent", agent())
        .put("index", random.nextInt(messageIds.size() / agents + 2));
  }

  private ObjectNode usage() {
    int input = random.nextInt(500);
    int output = random.nextInt(90);
    return JSON.objectNode()
        .put("inputTokens", input)
        .put("outputTokens", output)
        .put("totalTokens", input + output);
  }

  private String agent() {
    return "agent-" + random.nextInt(agents);
  }

  private String id() {
    return "e" + number++;
  }

  private String add(String topic, String type, ObjectNode data) {
    String id = id();
    events.add(Outgoing.event(topic, session, type, id, source, data));
    return id;
  }
}
