package io.sessionfold.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckedLineTest {
  private static final JsonText CONTENT =
      JsonText.trusted("{\"v\":1,\"data\":{\"text\":\"grün\"}}");

  /** The expected digits are from another implementation of CRC-32C. */
  @Test
  void the_checksum_is_the_last_member() {
    String line = new String(CheckedLine.of(JsonText.trusted("{\"a\":1}")), StandardCharsets.UTF_8);

    assertThat(line).isEqualTo("{\"a\":1,\"crc32c\":\"cff7d56a\"}");
  }

  @Test
  void the_content_comes_back_byte_by_byte() {
    byte[] line = CheckedLine.of(CONTENT);

    assertThat(CheckedLine.hasChecksum(line)).isTrue();
    assertThat(CheckedLine.content(line)).isEqualTo(CONTENT.utf8());
  }

  @Test
  void no_byte_of_the_content_changes_unnoticed() {
    byte[] line = CheckedLine.of(CONTENT);
    for (int at = 0; at < CONTENT.utf8Length() - 1; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = line.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertThat(CheckedLine.content(flipped)).as("byte %d, bit %d", at, bit).isNull();
      }
    }
  }

  @Test
  void a_line_of_an_earlier_release_is_its_own_content() {
    byte[] line = CONTENT.utf8();

    assertThat(CheckedLine.hasChecksum(line)).isFalse();
    assertThat(CheckedLine.content(line)).isSameAs(line);
    assertThat(CheckedLine.content(new byte[0])).isEmpty();
  }
}
