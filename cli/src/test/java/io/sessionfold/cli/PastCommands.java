package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.SessionKey;
import io.sessionfold.event.Target;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.time.Duration;
import java.util.Map;

/**
 * What {@code show --as-of} and {@code diff} must say of an imported conversation whose first
 * message is redacted.
 */
record PastCommands(Runner sessionfold, String bootstrapServers, JsonText conversation) {
  /** Runs a command on the pipeline. */
  interface Runner {
    Answer run(String... command);
  }

  private static final JsonText REMOVED = Json.parse("{\"role\":\"user\",\"content\":\"removed\"}");

  void assertRight() throws Exception {
    long before = Conversations.messages(conversation).size() + 1L;
    assertThat(json("show", id(), "--json").get("revision")).isEqualTo(JsonText.of(before));
    redactFirst();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> json("show", id(), "--json").get("revision").integer() == before + 1);
    assertShown(before);
    assertDifferences(before);
  }

  private void redactFirst() throws Exception {
    String agent = first(json("show", id(), "--json").get("messages")).get("agent").string();
    Target target = new Target.ByIndex(agent, 0);
    try (EventPublisher publisher =
        EventPublisher.open(PublisherSettings.of(bootstrapServers, "/past"))) {
      SessionKey key = Conversations.key(conversation);
      MessageRedacted event = new MessageRedacted(target, REMOVED, "pii", null, null, null, null);
      publisher.publish(key, event).toCompletableFuture().get();
    }
  }

  private void assertShown(long before) {
    Map<String, JsonText> past = json("show", id(), "--as-of", String.valueOf(before), "--json");
    assertThat(past.get("revision")).isEqualTo(JsonText.of(before));
    assertThat(past.get("messages").elements()).hasSize((int) before - 1);
    Map<String, JsonText> message = first(past.get("messages"));
    assertThat(message.get("message")).isEqualTo(REMOVED);
    assertThat(message.get("redacted").bool()).as("it was not redacted then").isFalse();
    assertThat(past.toString()).doesNotContain(secret());

    String recordedAt = past.get("recorded_at").string();
    assertThat(json("show", id(), "--as-of", recordedAt, "--json")).isEqualTo(past);
    assertThat(sessionfold.run("show", id(), "--as-of", "-1").out())
        .contains("as of        revision " + before + ", recorded " + recordedAt);
    Answer later = sessionfold.run("show", id(), "--as-of", String.valueOf(before + 2));
    assertThat(later.code()).isEqualTo(1);
    assertThat(later.err()).contains("its current one is " + (before + 1));
    Answer earlier = sessionfold.run("show", id(), "--as-of", "2026-03-01T00:00:00Z");
    assertThat(earlier.code()).isEqualTo(1);
    assertThat(earlier.err()).contains("there is no session", "or there was none yet");
  }

  private void assertDifferences(long before) {
    Map<String, JsonText> last = json("diff", id(), "--from", "-1", "--json");
    assertThat(last.get("to").members().get("revision")).isEqualTo(JsonText.of(before + 1));
    assertThat(last.get("added_messages").elements()).isEmpty();
    Map<String, JsonText> changed = first(last.get("changed_messages"));
    assertThat(changed.get("differences").elements())
        .contains(Json.parse("{\"path\":\"/redacted\",\"before\":false,\"after\":true}"));
    assertThat(last.toString()).doesNotContain(secret());

    Map<String, JsonText> all =
        json("diff", id(), "--from", "2026-03-01T00:00:00Z", "--to", "-1", "--json");
    assertThat(all.get("from").members().get("revision")).isEqualTo(JsonText.of(0));
    assertThat(all.get("added_messages").elements()).hasSize((int) before - 1);
    assertThat(sessionfold.run("diff", id(), "--from", "-1").out())
        .contains("message #1", "  ~ /redacted  false → true");
    Answer reversed = sessionfold.run("diff", id(), "--from", "2", "--to", "1");
    assertThat(reversed.code()).isEqualTo(2);
    assertThat(reversed.err()).contains("swap them");
  }

  private String id() {
    return Conversations.id(conversation);
  }

  private String secret() {
    return Conversations.messages(conversation).get(0).members().get("content").toString();
  }

  private Map<String, JsonText> json(String... command) {
    Answer answer = sessionfold.run(command);
    assertThat(answer.code()).as(answer.err()).isZero();
    return Json.parse(answer.out()).members();
  }

  private static Map<String, JsonText> first(JsonText array) {
    return array.elements().get(0).members();
  }
}
