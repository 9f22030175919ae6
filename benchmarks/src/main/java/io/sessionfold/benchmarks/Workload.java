package io.sessionfold.benchmarks;

import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Messages to publish: the same sessions, order and content whenever it runs.
 *
 * @param name begins the ids of its sessions, so that workloads of different names share none
 * @param events how many messages, spread evenly over the sessions
 * @param sessions how many sessions
 * @param open how many sessions get messages at a time; each message goes to one of them drawn at
 *     random, and a session that has all its messages makes room for the next
 * @param bytes the size of the data of an event
 */
record Workload(String name, int events, int sessions, int open, int bytes) implements Messages {
  private static final String[] WORDS = {
    "flight", "refund", "Thursday", "gate", "seat", "the", "for", "your", "booking", "please",
    "passenger", "window", "luggage", "is", "to", "could", "you", "check", "night", "second",
    "hotel", "ticket", "on", "time", "cancel", "and", "change", "insurance", "AUS-417", "$129.50"
  };

  Workload {
    if (sessions < 1 || open < 1 || events < sessions) {
      throw new IllegalArgumentException(
          "%d events, %d sessions, %d open: all must be positive, with an event for each session"
              .formatted(events, sessions, open));
    }
    if (bytes < empty()) {
      throw new IllegalArgumentException("an event has at least " + empty() + " bytes");
    }
    open = Math.min(open, sessions);
  }

  /** A smaller one of the same shape, over sessions of its own. */
  Workload warmUp(int warmUpEvents) {
    long scaled = (long) sessions * warmUpEvents / events;
    int count = (int) Math.max(1, Math.min(scaled, warmUpEvents));
    return new Workload(name + "-warm-up", warmUpEvents, count, open, bytes);
  }

  @Override
  public void forEach(BiConsumer<SessionKey, JsonText> message) {
    Random random = new Random(42);
    String prose = prose(random);
    int length = bytes - empty();
    Slots slots = new Slots();
    for (int i = 0; i < events; i++) {
      int from = random.nextInt(prose.length() - length);
      message.accept(slots.next(random), data(prose.substring(from, from + length)));
    }
  }

  private static int empty() {
    return data("").utf8Length();
  }

  private static JsonText data(String text) {
    JsonText message = new JsonWriter().add("role", "user").add("content", text).done();
    return MessageAppended.of("concierge", MessageFormat.OPENAI_CHAT, message).data();
  }

  /** Long enough that compression finds words again, but not messages. */
  private String prose(Random random) {
    int length = (1 << 20) + bytes;
    StringBuilder prose = new StringBuilder(length + 16);
    while (prose.length() < length) {
      prose.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      if (random.nextInt(4) == 0) {
        prose.append(random.nextInt(1_000_000)).append(' ');
      }
    }
    return prose.toString();
  }

  /** The sessions that are open. */
  private final class Slots {
    private final SessionKey[] keys = new SessionKey[open];
    private final int[] left = new int[open];
    private int begun;
    private int used = open;

    Slots() {
      for (int slot = 0; slot < open; slot++) {
        begin(slot);
      }
    }

    private void begin(int slot) {
      keys[slot] = SessionKey.of(name + "-" + begun);
      left[slot] = events / sessions + (begun < events % sessions ? 1 : 0);
      begun++;
    }

    SessionKey next(Random random) {
      int slot = random.nextInt(used);
      SessionKey key = keys[slot];
      left[slot]--;
      if (left[slot] == 0 && begun < sessions) {
        begin(slot);
      } else if (left[slot] == 0) {
        used--;
        keys[slot] = keys[used];
        left[slot] = left[used];
      }
      return key;
    }
  }
}
