package io.sessionfold.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void lines_end_at_line_feeds_only_and_the_last_needs_none() throws IOException {
    assertThat(lines("a\u2028b\r\n\nc")).containsExactly("a\u2028b\r", "", "c");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void a_line_may_be_longer_than_the_buffer() throws IOException {
    String longest = "x".repeat(200_000);
    assertThat(lines(longest + "\n" + longest)).containsExactly(longest, longest);
  }

  @Test
  void the_bytes_are_those_of_the_lines_so_far() throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream("ab\ncd\n".getBytes(StandardCharsets.UTF_8)));
    lines.next();
    assertThat(lines.bytes()).isEqualTo(3);
    lines.next();
    assertThat(lines.bytes()).isEqualTo(6);
  }

  private static List<String> lines(String text) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    List<String> all = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      all.add(new String(line, StandardCharsets.UTF_8));
    }
    return all;
  }
}
