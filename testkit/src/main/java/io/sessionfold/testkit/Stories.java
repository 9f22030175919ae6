package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.target;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sessions that projections must be able to hold. */
public final class Stories {
  private static final String[] AGENTS = {"main", "a.b", "$helper", "%", "0", "😀"};
  private static final String[] KEYS = {"plain", "a.b", "$k", "", "0", "x%2Ey", "\u202egnp"};

  private static final String[] TEXTS = {
    "{\"role\":\"user\",\"content\":[1,1.0,1e3,-0,0.1]}",
    "{\"role\":\"user\",\"content\":null,\"n\":" + "7".repeat(400) + "}",
    "{\"role\":\"tool\",\"content\":\"\u2028 \\u2028 \\/ \\ud800 \\u0000 é\"}",
    "{\"role\":\"user\",\"$ref\":\"x\",\"a.b\":{\"$set\":{}},\"\":[],\"\\u0000\":1}",
  };

  private Stories() {}

  /** Every type of event but deletion; with pages of three messages, several pages. */
  public static List<TestEvent> everything() {
    Map<String, JsonText> metadata = new LinkedHashMap<>();
    metadata.put("b", Json.parse("1.0"));
    metadata.put("a.b", Json.parse("{\"x\":[]}"));
    return List.of(
        appended("main", "one"),
        started("ann", metadata),
        answered("main", "two", "model.x", 10, 20),
        synced("main", Json.parse("{\"n\":1e3}"), JsonText.of("be brief")),
        appended("$other", "three"),
        appended("main", Json.parse(TEXTS[2])),
        measured("main", 1, 1, 2),
        set("/c", Json.parse("\"\\ud800\"")),
        appended("main", "five"),
        redacted(target("main", 0)),
        feedback("fine"),
        replaced(target("$other", 0), "corrected"),
        appended("main", Json.parse(TEXTS[1])),
        unset("/b"),
        synced("main", JsonText.NULL, JsonText.of("be long")),
        guardrail("main", 2),
        appended("a.b", "seven"),
        redacted(target("a.b", 0)),
        measured("main", 3, 3, 4),
        set("/b", Json.parse("2")),
        closed(),
        appended("main", "eight"),
        appended("main", "nine"),
        redacted(target("main", 1)),
        started("bob", Map.of("late", JsonText.of("yes"))),
        appended("main", "ten"),
        measured("main", 1, 5, 6),
        appended("main", deepest()),
        set("/deep".repeat(JsonText.MAX_DEPTH), JsonText.of("bottom")));
  }

  /** A message that is as deep as the data of an event leaves room for. */
  private static JsonText deepest() {
    int levels = JsonText.MAX_DEPTH - 2;
    return Json.parse(
        "{\"role\":\"user\",\"content\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
  }

  /** Adds random events of a few sessions, hostile names and texts among them. */
  public static Pieces random(long seed, List<SessionKey> sessions, int events, int pageMessages) {
    Random random = new Random(seed);
    Pieces journal = Pieces.withPagesOf(pageMessages);
    Map<String, Long> next = new LinkedHashMap<>();
    for (int i = 0; i < events; i++) {
      SessionKey session = sessions.get(random.nextInt(sessions.size()));
      String agent = AGENTS[random.nextInt(AGENTS.length)];
      String place = session + " " + agent;
      TestEvent event = event(random, i, agent, next.getOrDefault(place, 0L));
      journal.add(session, event);
      if (event.type() == EventType.MESSAGE_APPENDED) {
        next.merge(place, 1L, Long::sum);
      }
    }
    return journal;
  }

  private static TestEvent event(Random random, int i, String agent, long count) {
    long index = count == 0 ? 0 : random.nextInt((int) count);
    String key = KEYS[random.nextInt(KEYS.length)];
    int kind = random.nextInt(20);
    if (kind >= 17 && count > 0) {
      return switch (kind) {
        case 17 -> redacted(target(agent, index));
        case 18 -> replaced(target(agent, index), "corrected " + i);
        default -> measured(agent, index, i, 1);
      };
    }
    return switch (kind) {
      case 0 -> started("user " + i, Map.of(key, Json.parse("{\"i\":" + i + ".0}")));
      case 1, 2 -> set("/" + key, Json.parse(TEXTS[random.nextInt(TEXTS.length)]));
      case 3 -> unset("/" + key);
      case 4 -> synced(agent, Json.parse("{\"i\":[" + i + "]}"), JsonText.of("p" + i));
      case 5 -> synced(agent, JsonText.NULL, JsonText.NULL);
      case 6 -> feedback("comment " + i);
      case 7 -> guardrail(agent, index);
      case 8 -> closed();
      case 9, 10 -> appended(agent, Json.parse(TEXTS[random.nextInt(TEXTS.length)]));
      case 11 -> answered(agent, "answer " + i, "model." + i % 3, i, i);
      default -> appended(agent, "text " + i);
    };
  }

  private static TestEvent answered(String agent, String text, String model, long in, long out) {
    return appended(agent, Json.object("role", "assistant", "content", text))
        .with("turn", "turn-1")
        .with("finish_reason", "stop")
        .with("ext", Json.parse("{\"k\":1.50}"))
        .model(model)
        .usage(in, out)
        .latency(120);
  }

  private static TestEvent measured(String agent, long index, long in, long out) {
    return Events.measured(target(agent, index))
        .model("model.x")
        .usage(in, out)
        .latency(5)
        .with("event_loop_metrics", Json.parse("{\"cycle_metrics\":{\"total_duration\":1.0}}"));
  }

  private static TestEvent synced(String agent, JsonText state, JsonText prompt) {
    return Events.synced(agent).with("state", state).with("system_prompt", prompt);
  }

  private static TestEvent started(String user, Map<String, JsonText> metadata) {
    return Events.started()
        .with("user", user)
        .with("application", "app")
        .with("title", "a title")
        .with("metadata", JsonWriter.object(metadata));
  }

  private static TestEvent guardrail(String agent, long index) {
    return Events.guardrail("BLOCKED")
        .with("agent", agent)
        .with("target", target(agent, index))
        .with("stop_reason", "guardrail")
        .with("policies_triggered", Json.parse("[{\"name\":\"p\",\"score\":0.10}]"));
  }

  private static TestEvent feedback(String comment) {
    return Events.feedback("up").with("comment", comment);
  }

  private static TestEvent set(String pointer, JsonText value) {
    return Events.metadata().set(pointer, value);
  }

  private static TestEvent unset(String pointer) {
    return Events.metadata().unset(pointer);
  }

  private static TestEvent closed() {
    return Events.closed().with("reason", "done");
  }
}
