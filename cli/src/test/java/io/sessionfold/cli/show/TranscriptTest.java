package io.sessionfold.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.Console;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Session;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  @Test
  void roles_texts_calls_and_results_are_readable() {
    String text =
        show(
            message("{\"role\":\"user\",\"content\":\"two\\nlines\"}"),
            message(
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\","
                    + "\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"n\\\":1}\"}}]}"),
            message("{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"found\"}"),
            message(
                "{\"role\":\"user\",\"content\":[{\"toolResult\":{\"content\":[{\"text\":\"r\"}]}},"
                    + "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\"}}},{\"new\":1}]}"));
    assertThat(text)
        .contains("user  #1", "    two\n    lines")
        .contains("    → find({\"n\":1})")
        .contains("    ← found", "    ← r", "    thinking: hm", "    {\"new\":1}");
  }

  @Test
  void an_item_without_a_role_is_shown_by_what_it_is() {
    String text =
        show(
            item("{\"type\":\"function_call\",\"name\":\"find\",\"arguments\":\"{}\"}"),
            item("{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"found\"}"),
            item("{\"type\":\"reasoning\",\"summary\":[]}"),
            item("{\"id\":\"i\"}"));
    assertThat(text)
        .contains("function_call  #1", "    → find({})")
        .contains("function_call_output  #2", "    ← found")
        .contains("reasoning  #3", "?  #4");
  }

  private static TestEvent item(String json) {
    return message(json).with("format", "openai.responses");
  }

  @Test
  void text_from_outside_cannot_control_the_terminal() {
    String text =
        show(message("{\"role\":\"us\\u001b[2Jer\",\"content\":\"a\\u001b]0;x\\u0007b\\u202ec\"}"));
    assertThat(text)
        .doesNotContain("\u001b", "\u0007", "\u202e")
        .contains("\\u001b]0;x\\u0007b\\u202ec");
  }

  private static TestEvent message(String json) {
    return Events.appended("default", JsonText.trusted(json));
  }

  private static String show(TestEvent... events) {
    Session session = Journal.of(events).session();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Transcript(new Console(stream, stream, false, false))
        .print(session, session.messages().stream());
    return out.toString(StandardCharsets.UTF_8);
  }
}
