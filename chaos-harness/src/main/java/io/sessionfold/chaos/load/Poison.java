package io.sessionfold.chaos.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sessionfold.chaos.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;

/** Records that must become dead letters, one of every kind. */
final class Poison {
  private static final int KINDS = 15;

  private Poison() {}

  /** One of them, or two where it takes two. */
  static List<Outgoing> some(Random random, String session, String source, String id) {
    Outgoing good = good(session, source, id, "poison " + id);
    ObjectNode noAgent = JsonNodeFactory.instance.objectNode().put("format", "strands");
    return switch (random.nextInt(KINDS)) {
      case 0 -> List.of(good.withValue(utf8("{\"agent\": ")));
      case 1 -> List.of(good.withValue(utf8("\u0000\u0001 no JSON at all")));
      case 2 -> List.of(good.withValue(new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF}));
      case 3 -> List.of(good.withValue(null));
      case 4 -> List.of(good.withHeader("ce_id", null));
      case 5 -> List.of(good.withHeader("ce_specversion", null));
      case 6 -> List.of(good.withHeader("ce_type", "com.example.nothing.v1"));
      case 7 -> List.of(good.withHeader("ce_type", "io.sessionfold.message.appended.v99"));
      case 8 -> List.of(good.withValue(Outgoing.bytes(noAgent)));
      case 9 -> List.of(good.withKey(null));
      case 10 -> List.of(good.withKey("no-slash").withHeader("ce_subject", "no-slash"));
      case 11 -> List.of(good.withHeader("ce_subject", session + "-other"));
      case 12 -> List.of(good.on(Outgoing.METADATA, null));
      case 13 -> List.of(good.on(Outgoing.MESSAGES, wrongPartition(session)));
      default -> List.of(good, good(session, source, id, "other content under the same id"));
    };
  }

  private static Outgoing good(String session, String source, String id, String text) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("agent", "agent-0");
    data.putObject("message").put("role", "user").put("content", text);
    data.put("format", "openai.chat");
    return Outgoing.event(Outgoing.MESSAGES, session, "message.appended", id, source, data);
  }

  private static int wrongPartition(String session) {
    int right = Utils.toPositive(Utils.murmur2(utf8(session))) % Cluster.PARTITIONS;
    return (right + 1) % Cluster.PARTITIONS;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
