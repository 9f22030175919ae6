package io.sessionfold.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class TreesTest {
  @Test
  void numbers_are_compared_by_value_and_members_by_name() {
    String json = Trees.sorted(Trees.parse("{\"b\":[1.0,null],\"a\":true}"));
    String bson = Trees.sorted(Trees.of(BsonDocument.parse("{\"a\": true, \"b\": [1, null]}")));

    assertThat(bson).isEqualTo(json);
    assertThat(Trees.text(Trees.parse("{\"b\":1,\"a\":1}")))
        .isNotEqualTo(Trees.text(Trees.parse("{\"a\":1,\"b\":1}")));
  }

  @Test
  void what_is_not_json_in_utf_8_has_no_tree() {
    for (String text : new String[] {"", "{", "{} {}", "{\"a\":1,\"a\":2}"}) {
      assertThat(Trees.read(text.getBytes(StandardCharsets.UTF_8))).as(text).isEmpty();
    }
    assertThat(Trees.read(new byte[] {'"', (byte) 0xFF, '"'})).isEmpty();
    assertThat(Trees.read(null)).isEmpty();
  }
}
