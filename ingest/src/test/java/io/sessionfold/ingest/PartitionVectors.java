package io.sessionfold.ingest;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The released golden vectors of session keys and their partitions. */
final class PartitionVectors {
  private PartitionVectors() {}

  /** One key with its hash and its partition out of 4 and of 24. */
  record Vector(SessionKey session, long murmur2, int of4, int of24) {}

  static List<Vector> read() throws IOException, JsonSyntaxException {
    try (InputStream in =
        SessionKey.class.getResourceAsStream("/io/sessionfold/partition-vectors.json")) {
      return JsonText.parse(in.readAllBytes()).members().get("vectors").elements().stream()
          .map(v -> vector(v.members()))
          .toList();
    }
  }

  private static Vector vector(Map<String, JsonText> m) {
    return new Vector(
        SessionKey.parse(m.get("key").string()).orElseThrow(),
        m.get("murmur2").integer(),
        (int) m.get("of_4").integer(),
        (int) m.get("of_24").integer());
  }
}
