package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Damages a conversation as crashes, retries and races do, the same for the same seed. */
final class Damage {
  private final Random random;
  private final List<JsonText> messages;

  private Damage(long seed, List<JsonText> messages) {
    random = new Random(seed);
    this.messages = new ArrayList<>(messages);
  }

  static List<JsonText> to(List<JsonText> messages, long seed) {
    Damage damage = new Damage(seed, messages);
    int times = 1 + damage.random.nextInt(5);
    for (int i = 0; i < times && !damage.messages.isEmpty(); i++) {
      damage.once();
    }
    return damage.messages;
  }

  private void once() {
    int at = random.nextInt(messages.size());
    switch (random.nextInt(7)) {
      case 0 -> messages.remove(at);
      case 1 -> messages.add(at, messages.get(at));
      case 2 -> messages.add(random.nextInt(messages.size()), messages.remove(at));
      case 3 -> messages.add(random.nextInt(messages.size()), messages.get(at));
      case 4 -> blocks(at, blocks -> blocks.remove(random.nextInt(blocks.size())));
      case 5 -> blocks(at, blocks -> blocks.add(blocks.get(random.nextInt(blocks.size()))));
      default -> swap(at);
    }
  }

  private void swap(int at) {
    if (at > 0) {
      messages.add(at - 1, messages.remove(at));
    }
  }

  private interface Change {
    void of(List<JsonText> blocks);
  }

  private void blocks(int at, Change change) {
    JsonText message = messages.get(at);
    Map<String, JsonText> members = message.members();
    for (String name : List.of("tool_calls", "content", "parts")) {
      JsonText array = members.get(name);
      if (array != null && array.kind() == JsonText.Kind.ARRAY && !array.elements().isEmpty()) {
        List<JsonText> blocks = new ArrayList<>(array.elements());
        change.of(blocks);
        if (blocks.isEmpty()) {
          messages.remove(at);
        } else {
          messages.set(at, message.with(name, JsonWriter.array(blocks)));
        }
        return;
      }
    }
  }
}
