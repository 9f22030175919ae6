package io.sessionfold.projector.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyPartitionTest {
  @Test
  void golden_keys_belong_on_the_partitions_that_producers_put_them_on() throws Exception {
    List<JsonText> vectors = vectors();
    assertThat(vectors).hasSizeGreaterThan(40);
    for (JsonText vector : vectors) {
      Map<String, JsonText> m = vector.members();
      byte[] key = m.get("key").string().getBytes(StandardCharsets.UTF_8);
      assertThat(KeyPartition.of(key, 4)).as("%s", vector).isEqualTo((int) m.get("of_4").integer());
      assertThat(KeyPartition.of(key, 24))
          .as("%s", vector)
          .isEqualTo((int) m.get("of_24").integer());
    }
  }

  private static List<JsonText> vectors() throws IOException, JsonSyntaxException {
    try (InputStream in =
        SessionKey.class.getResourceAsStream("/io/sessionfold/partition-vectors.json")) {
      return JsonText.parse(in.readAllBytes()).members().get("vectors").elements();
    }
  }
}
