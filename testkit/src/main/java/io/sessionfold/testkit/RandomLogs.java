package io.sessionfold.testkit;

import io.sessionfold.json.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logs of random events, the same for the same seed: for what nobody thinks of when writing a
 * fixture. About one event in ten is rejected.
 */
public final class RandomLogs {
  private static final int LENGTH = 60;
  private static final List<String> AGENTS = List.of("a", "b", "c.d", "$e");
  private static final List<String> KEYS = List.of("k", "l.m", "$n", "o/p");

  private final Random random;
  private int messages;

  private RandomLogs(long seed) {
    random = new Random(seed);
  }

  /** The log of a seed; every fourth one ends with a deletion and late events. */
  public static FixtureLog log(long seed) {
    RandomLogs logs = new RandomLogs(seed);
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      events.add(logs.event());
    }
    if (seed % 4 == 3) {
      events.add(LENGTH * 2 / 3, Events.deleted());
    }
    return new FixtureLog("random " + seed, events);
  }

  private TestEvent event() {
    TestEvent event = kind();
    return switch (random.nextInt(8)) {
      case 0 -> event.untimed();
      case 1 -> event.at(EventLog.BEGINNING.plus(Duration.ofMillis(random.nextInt(90_000))));
      case 2 -> event.at(EventLog.BEGINNING.plus(Duration.ofDays(random.nextInt(3))));
      default -> event;
    };
  }

  private TestEvent kind() {
    return switch (random.nextInt(16)) {
      case 0 -> Events.started().with("user", text()).with("metadata", Json.object(key(), text()));
      case 1 -> Events.closed().with("reason", text());
      case 2 -> Events.metadata().set("/" + pointer(), text());
      case 3 -> Events.metadata().set("/" + pointer() + "/" + pointer(), text()).unset("/k");
      case 4 -> Events.feedback(random.nextBoolean() ? "up" : null).with("comment", text());
      case 5 -> Events.guardrail("blocked").with("target", target());
      case 6 -> Events.redacted(target());
      case 7 -> Events.redacted(target(), text());
      case 8 -> Events.replaced(target(), text());
      case 9 -> Events.measured(target()).usage(random.nextInt(50), 1).model("m");
      case 10 -> Events.synced(agent()).with("state", Json.object(key(), text()));
      default -> message();
    };
  }

  private TestEvent message() {
    TestEvent event =
        Events.appended(agent(), text().repeat(1 + random.nextInt(40))).id("m" + messages++);
    return random.nextBoolean() ? event : event.usage(random.nextInt(50), 2).latency(1);
  }

  private JsonText target() {
    int message = random.nextInt(messages + 1);
    return random.nextBoolean()
        ? Events.target("m" + message)
        : Events.target(agent(), random.nextInt(1 + messages / AGENTS.size()));
  }

  private String agent() {
    return AGENTS.get(random.nextInt(AGENTS.size()));
  }

  private String key() {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private String pointer() {
    return key().replace("/", "~1");
  }

  private String text() {
    return "text " + random.nextInt(1000) + " \u2028";
  }
}
