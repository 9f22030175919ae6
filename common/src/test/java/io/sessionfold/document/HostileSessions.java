package io.sessionfold.document;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.Metrics;
import io.sessionfold.event.SessionKey;
import io.sessionfold.event.Target;
import io.sessionfold.event.Usage;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import io.sessionfold.session.UsageTotals;
import io.sessionfold.session.UsageTotals.Total;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Sessions made of everything that is hard to store, by seed. */
final class HostileSessions {
  private static final String[] NAMES = {
    "plain",
    "",
    ".",
    "a.b",
    "$set",
    "$",
    "%",
    "%24",
    "a$b",
    "0",
    "1",
    "ключ",
    "😀",
    "\u202egnp",
    "\ud800",
    "x\udc00y",
    "nul\0name",
    "_id",
    "constructor",
    "created_at",
    "exact",
    "messages",
  };

  private static final String[] TEXTS = {
    "{}",
    "[]",
    "null",
    "true",
    "\"\"",
    "{\"role\":\"user\",\"content\":\"hi\"}",
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"x\":{}}]}",
    "{\"role\":\"user\",\"content\":[1,1.0,1e3,-0,0.1,12345678901234567890123,1E-7,-0.0]}",
    "{\"role\":\"user\",\"n\":" + "7".repeat(400) + "}",
    "{\"role\":\"user\",\"content\":\"\u2028 \\u2028 \\/ \\ud800 \\u0000 \\u00e9 é\"}",
    "{\"\\u0000\":1,\"a\\u0000b\":{\"\\u0000\":[]}}",
    "{\"\\ud800\":\"\\udfff\",\"role\":\"r\"}",
    "{\"$ref\":\"x\",\"$id\":1,\"$db\":\"y\",\"a.b\":{\"$set\":1},\"\":\"\"}",
    "{\"_id\":{\"$oid\":\"5f\"},\"$date\":1,\"created_at\":\"no date\",\"timestamp\":1e400}",
    "{\"b\":1,\"a\":2,\"role\":\"user\",\"signature\":\"EqQBCkYIBRgC+/==\"}",
    "[[[[[]]]],{\"0\":[null,false]}]",
    "9223372036854775808",
    "1e400",
    "\"\\ud83d\\ude00 😀\"",
  };

  private final Random random;

  HostileSessions(long seed) {
    random = new Random(seed);
  }

  static Session session(long seed) {
    return new HostileSessions(seed).session();
  }

  static JsonText json(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private Session session() {
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (String name : names()) {
      agents.put(name, agent(name));
    }
    return new Session(
        random.nextBoolean() ? SessionKey.of("s.$😀") : new SessionKey("t-1", "id %2E"),
        1 + random.nextInt(1000),
        maybe(name()),
        maybe(name()),
        maybe(name()),
        maybe(name()),
        time(),
        time(),
        maybe(time()),
        null,
        metadata(),
        agents,
        messages(List.copyOf(agents.keySet())),
        feedbacks(),
        guardrails(),
        new UsageTotals(totals(), totals()));
  }

  private List<Message> messages(List<String> agents) {
    List<Message> messages = new ArrayList<>();
    Map<String, Long> next = new LinkedHashMap<>();
    long page = 0;
    for (int seq = 1; seq <= 25 && !agents.isEmpty(); seq++) {
      page += random.nextInt(8) == 0 && seq > 1 ? 1 : 0;
      String agent = pick(agents.toArray(String[]::new));
      messages.add(message(seq, agent, next.merge(agent, 1L, Long::sum) - 1, page));
    }
    return messages;
  }

  private Message message(long seq, String agent, long index, long page) {
    return new Message(
        seq,
        agent,
        index,
        page,
        "e" + seq + name(),
        "/s" + name(),
        time(),
        time(),
        time(),
        pick(MessageFormat.values()),
        text(),
        maybe(text()),
        maybe(text()),
        maybe(text()),
        maybe(name()),
        maybe(name()),
        maybe(name()),
        maybe(new Usage(number(), number(), number(), maybe(number()), null, maybe(number()))),
        maybe(new Metrics(number(), maybe(number()))),
        maybe(text()));
  }

  private Agent agent(String name) {
    Map<String, JsonText> data = new LinkedHashMap<>();
    String[] parts = {"system_prompt", "state", "_internal_state", "model"};
    for (int i = random.nextInt(5); i > 0; i--) {
      String part = pick(parts);
      data.remove(part);
      data.put(part, text());
    }
    return new Agent(name, time(), time(), number(), data);
  }

  private Map<String, JsonText> metadata() {
    Map<String, JsonText> metadata = new LinkedHashMap<>();
    names().forEach(name -> metadata.put(name, text()));
    return metadata;
  }

  private List<Feedback> feedbacks() {
    List<Feedback> feedbacks = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      JsonText data = text();
      feedbacks.add(
          new Feedback(
              data.kind() == JsonText.Kind.OBJECT ? data : json("{\"rating\":null}"), time()));
    }
    return feedbacks;
  }

  private List<GuardrailEvent> guardrails() {
    List<GuardrailEvent> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean at = random.nextBoolean();
      events.add(
          new GuardrailEvent(
              name(),
              name(),
              at ? Long.valueOf(i) : null,
              at ? new Target.ByIndex(name(), i) : maybe(new Target.ByEvent(name(), null)),
              maybe(name()),
              maybe(List.of(text(), text())),
              maybe(text()),
              time()));
    }
    return events;
  }

  private Map<String, Total> totals() {
    Map<String, Total> totals = new LinkedHashMap<>();
    for (String name : names()) {
      totals.put(
          name, random.nextBoolean() ? Total.ZERO : new Total(number(), 0, 1, 0, 2, 0, 3, 0));
    }
    return totals;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(4) == 0) {
        names.add(random.nextInt(names.size() + 1), name);
      }
    }
    return names;
  }

  private JsonText text() {
    return json(pick(TEXTS));
  }

  private String name() {
    return pick(NAMES);
  }

  private Long number() {
    return random.nextBoolean() ? random.nextInt(1000) : random.nextLong();
  }

  private Instant time() {
    return Instant.ofEpochMilli(random.nextInt(2_000_000_000) * 1000L + random.nextInt(1000));
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextBoolean() ? value : null;
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
