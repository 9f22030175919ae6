package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.closed;
import static io.sessionfold.testkit.Events.deleted;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.session.Message;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  @Test
  void messages_are_appended_in_order() {
    given(started(), appended("hi"))
        .when(appended("hello"))
        .then(
            session -> assertThat(session.messages()).map(Message::index).containsExactly(0L, 1L));
  }

  @Test
  void every_type_of_event_has_a_word_that_gives_a_valid_event() {
    Journal journal =
        Journal.of(
            started(),
            appended("hi"),
            measured(target("e2")).usage(10, 5).latency(3).model("m"),
            redacted(target("e2")),
            redacted(target(Events.AGENT, 0), "gone"),
            replaced(target("e2", TestEvent.SOURCE), "better"),
            synced("concierge").with("state", Json.parse("{\"a\":1}")),
            metadata().set("/a/b", 1).unset("/c"),
            feedback("up"),
            feedback(null),
            guardrail("blocked"),
            closed(),
            deleted());
    assertThat(journal.changes()).allSatisfy(c -> assertThat(c).isInstanceOf(Change.Applied.class));
  }

  @Test
  void structured_events_give_the_same_changes_as_binary_ones() {
    TestEvent[] events = {started().with("user", "u"), appended("hi"), metadata().set("/a", 1)};
    EventLog structured = new EventLog().structured().append(events);
    assertThat(Journal.of(structured).values()).isEqualTo(Journal.of(events).values());
  }

  @Test
  void an_expectation_that_is_not_met_fails_the_test() {
    assertThatThrownBy(() -> given().when(appended("hi")).thenRejected(RejectionCode.SCHEMA))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> given(redacted(target("e9"))).when(appended("hi")))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> given().when(redacted(target("e9"))).then(session -> {}))
        .isInstanceOf(AssertionError.class);
  }
}
