package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.AGENT;
import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.closed;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.guardrail;
import static io.sessionfold.testkit.Events.measured;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.synced;
import static io.sessionfold.testkit.Events.target;
import static io.sessionfold.testkit.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.Target;
import io.sessionfold.event.Usage;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session makes of each type of event. */
class DecisionsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void a_message_whose_index_is_not_the_expected_one_is_a_conflict() {
    given(appended("hi"))
        .when(appended("x").with("expected_index", 0))
        .thenRejected(RejectionCode.CONFLICT);
    given(appended("hi")).when(appended("x").with("expected_index", 1)).then(s -> {});
  }

  @Test
  void a_target_that_is_no_message_of_the_session_is_unknown() {
    TestEvent[] past = {
      appended("hi").id("m"), synced(AGENT).id("s"), redacted(target("m")).id("r")
    };
    for (JsonText none :
        new JsonText[] {
          target("x"),
          target("m", "/others"),
          target("s"),
          target("r"),
          target(AGENT, 1),
          target("b", 0)
        }) {
      given(past).when(redacted(none)).thenRejected(RejectionCode.UNKNOWN_TARGET);
      given(past).when(replaced(none, "x")).thenRejected(RejectionCode.UNKNOWN_TARGET);
      given(past).when(measured(none).usage(1, 1)).thenRejected(RejectionCode.UNKNOWN_TARGET);
    }
  }

  @Test
  void a_target_on_the_metadata_topic_is_kept_and_not_resolved() {
    given()
        .when(guardrail("blocked").with("target", target("b", 7)))
        .then(s -> assertThat(s.guardrailEvents().get(0).messageId()).isEqualTo(7));
    given()
        .when(guardrail("blocked").with("target", target("nobody's")))
        .then(s -> assertThat(s.guardrailEvents().get(0).messageId()).isNull());
  }

  @Test
  void a_target_that_names_an_event_keeps_the_source_that_it_means() {
    given()
        .when(
            feedback("up")
                .from("/survey")
                .with("target", target("e1"))
                .with("\u00e9.score", Json.parse("1.50")))
        .thenApplied(
            change ->
                assertThat(change.data().toString())
                    .isEqualTo(
                        "{\"rating\":\"up\",\"target\":{\"event\":\"e1\",\"source\":\"/survey\"},"
                            + "\"\u00e9.score\":1.50}"))
        .then(s -> assertThat(s.feedbacks().get(0).data().toString()).contains("/survey"));
    given()
        .when(feedback("up").from("/survey").with("target", target("e1", "/agents")))
        .thenApplied(change -> assertThat(change.data().toString()).doesNotContain("/survey"));
    given()
        .when(guardrail("blocked").from("/rails").with("target", target("e1")))
        .then(
            s ->
                assertThat(s.guardrailEvents().get(0).target())
                    .isEqualTo(new Target.ByEvent("e1", "/rails")));
  }

  @Test
  void metadata_goes_through_objects_only() {
    given(metadata().set("/a", 1))
        .when(metadata().set("/a/b", 2).unset("/a/c"))
        .thenRejected(RejectionCode.PATH_CONFLICT, RejectionCode.PATH_CONFLICT);
    given(metadata().set("/a", Json.parse("[1]")))
        .when(metadata().set("/a/0", 2))
        .thenRejected(RejectionCode.PATH_CONFLICT);
  }

  @Test
  void metadata_too_deep_is_rejected() {
    given().when(metadata().set("/a".repeat(65), 1)).thenRejected(RejectionCode.TOO_DEEP);
    given().when(metadata().set("/a".repeat(64), 1)).then(s -> {});
  }

  @Test
  void metadata_is_unset_before_it_is_set_and_its_parents_are_created() {
    given(metadata().set("/a", Json.parse("{\"b\":1,\"c\":2}")))
        .when(metadata().set("/a/d/e", true).unset("/a/b"))
        .then(s -> assertThat(s.metadata()).isEqualTo(json("a", "{\"c\":2,\"d\":{\"e\":true}}")))
        .thenApplied(
            change ->
                assertThat(change.data().toString())
                    .isEqualTo("{\"values\":{\"a\":{\"c\":2,\"d\":{\"e\":true}}}}"));
  }

  @Test
  void metadata_before_the_first_message_is_kept() {
    given(metadata().set("/a", 1))
        .when(appended("hi"))
        .then(s -> assertThat(s.metadata()).hasSize(1));
  }

  @Test
  void the_first_value_of_a_field_wins_and_a_default_is_not_a_value() {
    given(started().with("user", "ada"), started())
        .when(started().with("user", "eve").with("session_type", "PANEL"))
        .then(
            s -> {
              assertThat(s.user()).isEqualTo("ada");
              assertThat(s.sessionType()).isEqualTo("PANEL");
            })
        .thenApplied(
            c -> assertThat(c.data().toString()).isEqualTo("{\"session_type\":\"PANEL\"}"));
  }

  @Test
  void closed_is_a_label_that_starting_again_takes_off() {
    given(started(), closed())
        .when(appended("still here"))
        .then(s -> assertThat(s.closedAt()).isNotNull());
    given(started(), closed()).when(started()).then(s -> assertThat(s.closedAt()).isNull());
  }

  @Test
  void a_redaction_without_a_text_keeps_the_role_and_the_shape() {
    TestEvent tool = appended(AGENT, Json.parse("{\"content\":[{\"x\":1}],\"role\":\"t%s\\\"\"}"));
    given(tool.with("format", "strands").id("m"))
        .when(redacted(target("m")))
        .then(
            s ->
                assertThat(s.messages().get(0).message().toString())
                    .isEqualTo("{\"role\":\"t%s\\\"\",\"content\":[{\"text\":\"[redacted]\"}]}"));
  }

  @ParameterizedTest
  @CsvSource({"assistant, output_text", "output_text, input_text", "user, input_text"})
  void a_redacted_response_item_is_output_only_of_the_assistant(String role, String type) {
    TestEvent item = appended(AGENT, Json.object("role", role)).with("format", "openai.responses");
    given(item.id("m"))
        .when(redacted(target("m")))
        .then(
            s ->
                assertThat(s.messages().get(0).message())
                    .isEqualTo(
                        Json.parse(
                            "{\"type\":\"message\",\"role\":\"%s\",\"content\":[{\"type\":\"%s\",\"text\":\"[redacted]\"}]}"
                                .formatted(role, type))));
  }

  @Test
  void a_replacement_ends_a_redaction_and_keeps_usage_and_times() {
    given(appended("hi").id("m").usage(3, 4), redacted(target("m")))
        .when(replaced(target("m"), "better"))
        .then(
            s -> {
              Message message = s.messages().get(0);
              assertThat(message.redacted()).isFalse();
              assertThat(message.usage()).isEqualTo(Usage.of(3, 4));
              assertThat(message.createdAt()).isEqualTo(EventLog.BEGINNING);
              assertThat(message.updatedAt()).isEqualTo(EventLog.BEGINNING.plusSeconds(2));
            });
  }

  @Test
  void usage_adds_up_and_never_becomes_negative() {
    TestEvent most = measured(target("m")).usage(9007199254740991L, 0);
    TestEvent[] past = new TestEvent[1030];
    past[0] = appended("hi").id("m");
    for (int i = 1; i < past.length; i++) {
      past[i] = most;
    }
    given(past)
        .when(most)
        .then(s -> assertThat(s.usage().total().inputTokens()).isEqualTo(Long.MAX_VALUE));
  }

  @Test
  void an_agents_state_is_unchanged_cleared_or_replaced_whole() {
    TestEvent first = synced("a").with("state", Json.parse("{\"x\":1}")).with("model", "m");
    given(first, synced("a").with("state", Json.parse("{\"y\":2}")))
        .when(synced("a").with("model", null))
        .then(s -> assertThat(s.agents().get("a").data()).isEqualTo(json("state", "{\"y\":2}")));
  }

  @Test
  void feedback_comes_back_as_it_was_published() {
    TestEvent odd = feedback(null).with("score", Json.parse("1.50")).with("agent", "a");
    given().when(odd).then(s -> assertThat(s.feedbacks().get(0).data()).isEqualTo(odd.data()));
  }

  @Test
  void a_clock_that_runs_ahead_is_believed_for_five_minutes() {
    Instant recorded = EventLog.BEGINNING;
    given()
        .when(appended("hi").at(recorded.plus(Duration.ofMinutes(5))))
        .thenApplied(c -> assertThat(c.event().time()).isEqualTo(recorded.plusSeconds(300)));
    given()
        .when(appended("hi").at(recorded.plus(Duration.ofMinutes(5)).plusMillis(1)))
        .thenApplied(c -> assertThat(c.event().time()).isEqualTo(recorded));
    given()
        .when(appended("hi").untimed())
        .thenApplied(c -> assertThat(c.event().time()).isEqualTo(recorded));
  }

  @Test
  void a_message_is_never_created_before_its_agents_last_one() {
    Instant early = NOON.minus(Duration.ofDays(9));
    Instant late = NOON.minus(Duration.ofDays(7));
    given(appended("a", "late").at(late))
        .when(appended("a", "early").at(early))
        .then(
            s -> {
              assertThat(s.messages().get(1).createdAt()).isEqualTo(late);
              assertThat(s.messages().get(1).time()).isEqualTo(early);
              assertThat(s.createdAt()).isEqualTo(early);
              assertThat(s.updatedAt()).isEqualTo(late);
            });
  }

  @Test
  void the_page_of_an_old_message_is_found_however_many_pages_there_are() {
    EventLog log = new EventLog();
    for (int i = 0; i < 100; i++) {
      log.append(appended(i % 10 == 0 ? "b" : "a", "x"));
    }
    Journal journal = Journal.of(log);
    for (long index = 0; index < 10; index++) {
      log.append(redacted(target("b", index)));
      journal.append(log.last());
      assertThat(journal.applied().get(100 + (int) index).page()).isEqualTo(index * 10 / 3);
    }
  }

  private static Map<String, JsonText> json(String name, String value) {
    return Map.of(name, Json.parse(value));
  }
}
