package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Conversations as the chat API has them, made up, the same for the same seed: with parallel calls,
 * several rounds of calls in a turn, and ids that are used again in a later turn.
 */
public final class Talks {
  private final Random random;
  private final List<JsonText> messages = new ArrayList<>();

  private Talks(long seed) {
    random = new Random(seed);
  }

  public static List<JsonText> talk(long seed) {
    Talks talk = new Talks(seed);
    talk.messages.add(Json.object("role", "system", "content", "be brief"));
    int turns = 1 + talk.random.nextInt(4);
    for (int i = 0; i < turns; i++) {
      talk.turn(i);
    }
    return talk.messages;
  }

  private void turn(int number) {
    messages.add(Json.object("role", "user", "content", "question " + number));
    int rounds = random.nextInt(3);
    for (int round = 0; round < rounds; round++) {
      round(number, round);
    }
    messages.add(Json.object("role", "assistant", "content", "answer " + number));
  }

  private void round(int number, int round) {
    // Ids that begin anew every second turn.
    String prefix = "call_" + number % 2 + "_" + round + "_";
    int calls = 1 + random.nextInt(3);
    List<JsonText> list = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      list.add(
          Json.object(
              "id",
              prefix + i,
              "type",
              "function",
              "function",
              Json.object("name", "tool" + random.nextInt(2), "arguments", "{\"n\":" + i + "}")));
    }
    messages.add(
        Json.object(
            "role",
            "assistant",
            "content",
            random.nextBoolean() ? null : "let me see",
            "tool_calls",
            list));
    for (int i = 0; i < calls; i++) {
      messages.add(
          Json.object("role", "tool", "tool_call_id", prefix + i, "content", "result " + i));
    }
  }
}
