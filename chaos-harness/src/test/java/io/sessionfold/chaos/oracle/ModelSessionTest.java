package io.sessionfold.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelSessionTest {
  private final ModelSession session = new ModelSession("t/s", 2);
  private int number;

  private Verdict messages(String type, String data) {
    return session.event("agent-messages", type, "e" + number++, "/a", 1, Trees.parse(data));
  }

  private Verdict metadata(String type, String data) {
    return session.event("agent-metadata", type, "e" + number++, "/a", 1, Trees.parse(data));
  }

  private Verdict appended(String text) {
    return messages(
        "message.appended",
        "{\"agent\":\"a\",\"format\":\"openai.chat\",\"message\":{\"role\":\"user\",\"content\":\""
            + text
            + "\"}}");
  }

  @Test
  void messages_get_numbers_and_pages() {
    appended("one");
    appended("two");
    Verdict third = appended("three");

    assertThat(third.outcome()).isEqualTo("applied");
    assertThat(third.revision()).isEqualTo(3);
    assertThat(session.messages).extracting(m -> m.page).containsExactly(0L, 0L, 1L);
  }

  @Test
  void the_same_event_twice_is_a_duplicate_and_other_content_is_refused() {
    appended("one");
    number = 0;
    assertThat(appended("one").outcome()).isEqualTo("duplicate");
    number = 0;
    assertThat(appended("other").codes()).containsExactly("id-reused");
    assertThat(session.messages).hasSize(1);
  }

  @Test
  void a_redaction_needs_its_message_and_takes_the_text_back() {
    String redaction = "{\"target\":{\"agent\":\"a\",\"index\":0}}";
    assertThat(messages("message.redacted", redaction).codes()).containsExactly("unknown-target");

    appended("secret");
    messages("message.redacted", redaction);

    assertThat(session.messages.get(0).text.toString()).doesNotContain("secret");
    assertThat(session.takenBack).singleElement().asString().contains("secret");
  }

  @Test
  void a_path_through_a_value_changes_nothing() {
    metadata("metadata.changed", "{\"set\":{\"/a\":1}}");
    Verdict verdict = metadata("metadata.changed", "{\"set\":{\"/b\":1,\"/a/x\":2}}");

    assertThat(verdict.codes()).containsExactly("path-conflict");
    assertThat(session.metadata.toString()).isEqualTo("{\"a\":1}");
  }

  @Test
  void nothing_follows_a_deletion_but_its_repetition() {
    appended("secret");
    metadata("session.deleted", "{}");

    assertThat(appended("late").codes()).containsExactly("deleted");
    assertThat(metadata("session.deleted", "{}").outcome()).isEqualTo("duplicate");
    assertThat(session.revision).isEqualTo(2);
  }
}
