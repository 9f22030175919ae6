package io.sessionfold.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.imports.Conversation.BadLine;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final List<String> told = new ArrayList<>();
  private final Report report = new Report(told::add);

  @Test
  void what_is_published_is_applied_duplicate_rejected_or_failed() {
    for (int i = 0; i < 3; i++) {
      report.published();
    }
    Journal.of(Events.started(), Events.started()).changes().forEach(report::became);
    report.lost("no broker");
    Map<String, JsonText> counts = report.json().members();
    assertThat(count(counts, "events"))
        .isEqualTo(
            Stream.of("applied", "duplicate", "rejected", "failed")
                .mapToLong(name -> count(counts, name))
                .sum());
    assertThat(report.clean()).isFalse();
    assertThat(told).containsExactly("no broker");
  }

  @Test
  void a_bad_line_is_no_event_that_failed() {
    report.badLine(3, List.of("id: expected a string", "messages: expected an array"));
    assertThat(told)
        .containsExactly("line 3: id: expected a string", "line 3: messages: expected an array");
    assertThat(count(report.json().members(), "failed")).isZero();
    assertThat(count(report.json().members(), "bad_lines")).isEqualTo(1);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void a_million_bad_lines_are_counted_and_not_all_told() {
    List<String> problems = IntStream.range(0, 1000).mapToObj(i -> "messages/" + i).toList();
    for (int line = 1; line <= 1000; line++) {
      report.badLine(line, problems);
    }
    assertThat(told).hasSizeLessThan(500).last().isEqualTo("more lines are bad; they are counted");
    assertThat(told).contains("line 1: 1000 problems in all");
    assertThat(count(report.json().members(), "bad_lines")).isEqualTo(1000);
  }

  @Test
  void an_unknown_member_is_told_once() throws BadLine {
    Conversation typo =
        Conversation.read(
            "{\"id\":\"a\",\"metdata\":{},\"messages\":[]}".getBytes(StandardCharsets.UTF_8),
            "default",
            "a");
    report.conversation(1, typo);
    report.conversation(2, typo);
    assertThat(told).singleElement().asString().contains("line 1", "metdata");
    assertThat(report.clean()).isTrue();
  }

  private static long count(Map<String, JsonText> counts, String name) {
    return counts.get(name).integer();
  }
}
