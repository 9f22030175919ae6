package io.sessionfold.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.cli.imports.Conversation.BadLine;
import io.sessionfold.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {
  @Test
  void a_line_becomes_a_start_and_its_messages_verbatim() throws BadLine {
    Conversation c =
        read(
            "{\"id\":\"s\",\"metadata\":{\"n\":1.0},\"messages\":[{\"role\":\"user\","
                + "\"content\":null,\"x\":1e3},{\"role\":\"user\",\"content\":\"a\","
                + "\"timestamp\":\"2026-03-01T09:30:00Z\"}]}");
    assertThat(c.session()).hasToString("default/s");
    assertThat(c.events())
        .extracting(Conversation.Event::id)
        .containsExactly("s#started", "s#0", "s#1");
    assertThat(c.events())
        .extracting(Conversation.Event::type)
        .containsExactly(
            EventType.SESSION_STARTED, EventType.MESSAGE_APPENDED, EventType.MESSAGE_APPENDED);
    assertThat(c.events().get(0).data()).hasToString("{\"metadata\":{\"n\":1.0}}");
    assertThat(c.events().get(1).data())
        .hasToString(
            "{\"agent\":\"a\",\"message\":{\"role\":\"user\",\"content\":null,\"x\":1e3},"
                + "\"format\":\"openai.chat\"}");
    assertThat(c.events().get(1).time()).isNull();
    assertThat(c.events().get(2).time()).isEqualTo(Instant.parse("2026-03-01T09:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|at",
        "[]|the line: expected an object",
        "{}|id: expected a string",
        "{\"id\":7}|id: expected a string",
        "{\"id\":\"a/b\"}|id: expected tenant/session",
        "{\"id\":\"a\"}|messages: expected an array",
        "{\"id\":\"a\",\"messages\":[1]}|messages/0: expected an object",
        "{\"id\":\"a\",\"messages\":[],\"metadata\":[]}|metadata: expected an object",
        "{\"id\":\"a\",\"messages\":[{\"timestamp\":\"noon\"}]}|messages/0/timestamp: expected",
        "{\"id\":\"a\",\"id\":\"b\"}|twice"
      })
  void a_bad_line_says_what_is_wrong(String line, String reason) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(BadLine.class).hasMessageContaining(reason);
  }

  @Test
  void everything_that_is_wrong_with_a_line_is_said() {
    assertThatThrownBy(() -> read("{\"id\":7,\"messages\":[1,{},[]],\"metadata\":1}"))
        .isInstanceOfSatisfying(
            BadLine.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "id: expected a string",
                        "messages/0: expected an object",
                        "messages/2: expected an object",
                        "metadata: expected an object"));
  }

  @Test
  void members_that_mean_nothing_are_named() throws BadLine {
    assertThat(read("{\"id\":\"a\",\"metdata\":{},\"messages\":[],\"x\":1}").unknown())
        .containsExactly("metdata", "x");
  }

  private static Conversation read(String line) throws BadLine {
    return Conversation.read(line.getBytes(StandardCharsets.UTF_8), "default", "a");
  }
}
