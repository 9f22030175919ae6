package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the dead letters, and the rejections in MongoDB, with the rejected records. */
final class DeadLetterJudge {
  private DeadLetterJudge() {}

  static void judge(Map<String, Raw> rejected, List<Raw> deadLetters, Findings findings) {
    Map<String, Raw> left = new HashMap<>(rejected);
    for (Raw letter : deadLetters) {
      String at =
          letter.header("sessionfold.topic")
              + "-"
              + letter.header("sessionfold.partition")
              + "-"
              + letter.header("sessionfold.offset");
      Raw record = left.remove(at);
      if (record == null) {
        findings.add(letter.at(), "a second dead letter, or one of a record that is none: " + at);
      } else {
        compare(record, letter, findings);
      }
    }
    left.keySet().forEach(at -> findings.add(at, "was rejected and has no dead letter"));
  }

  private static void compare(Raw record, Raw letter, Findings findings) {
    JsonNode reasons =
        Trees.read(letter.headers().get("sessionfold.reasons")).orElse(Trees.parse("[]"));
    findings.same(record.at(), "has a reason", true, !reasons.isEmpty());
    boolean deleted = false;
    for (JsonNode reason : reasons) {
      deleted |= reason.path("code").asText().equals("deleted");
    }
    byte[] expected = deleted ? null : record.value();
    if (!Arrays.equals(expected, letter.value())) {
      findings.add(record.at(), "its dead letter has other bytes");
    }
    if (!deleted && !Arrays.equals(record.key(), letter.key())) {
      findings.add(record.at(), "its dead letter has another key");
    }
  }
}
