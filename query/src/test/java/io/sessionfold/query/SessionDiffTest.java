package io.sessionfold.query;

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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonDiff.Difference;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.SessionDiff.ChangedMessage;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.FixtureLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Json;
import io.sessionfold.testkit.TestEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionDiffTest {
  private static Optional<PastSession> past(List<Applied> changes, long revision) {
    return revision == 0
        ? Optional.empty()
        : PastSession.of(EventLog.SESSION, new AtRevision(revision), changes::forEach);
  }

  /** What events did that came after others. */
  private static SessionDiff diff(List<TestEvent> before, TestEvent... events) {
    EventLog log = EventLog.of(before);
    log.append(events);
    List<Applied> changes = Journal.of(log).applied();
    return SessionDiff.between(
        past(changes, before.size()), past(changes, changes.size()).orElseThrow());
  }

  private static List<String> paths(List<Difference> differences) {
    return differences.stream().map(Difference::pointer).toList();
  }

  @Test
  void metadata_is_told_by_path() {
    SessionDiff diff =
        diff(
            List.of(metadata().set("/a/b", 1).set("/a/c", 2).set("/gone", 3)),
            metadata().set("/a/b", 5).unset("/gone").set("/new", Json.parse("[1]")));
    assertThat(diff.metadata())
        .containsExactlyInAnyOrder(
            new Difference("/a/b", JsonText.of(1), JsonText.of(5)),
            new Difference("/gone", JsonText.of(3), null),
            new Difference("/new", null, Json.parse("[1]")));
    assertThat(diff.changed()).isEmpty();
    assertThat(diff.added()).isEmpty();
  }

  @Test
  void the_state_of_agents_is_told_by_path_and_its_order_is_none() {
    SessionDiff diff =
        diff(
            List.of(
                synced("a").with("state", Json.object("n", 1)).with("system_prompt", "p"),
                synced("a").with("state", Json.object("n", 1))),
            synced("a")
                .with("state", Json.object("n", 2))
                .with("model", "m")
                .at("2026-03-01T09:00:00Z"));
    assertThat(paths(diff.agents())).containsExactlyInAnyOrder("/a/state/n", "/a/model");
    assertThat(
            diff(
                    List.of(synced("a").with("state", Json.object("n", 1)).with("model", "m")),
                    synced("a").with("state", Json.object("n", 1)).at("2026-03-01T09:00:00Z"))
                .agents())
        .as("state moves behind model")
        .isEmpty();
  }

  @Test
  void messages_are_added_and_changed() {
    SessionDiff diff =
        diff(
            List.of(appended("zero"), appended("one"), appended("two"), appended("same")),
            redacted(target(Events.AGENT, 0)).with("reason", "pii"),
            replaced(target(Events.AGENT, 1), "corrected"),
            measured(target(Events.AGENT, 2)).usage(3, 4),
            appended("new"));
    assertThat(diff.added()).map(Message::seq).containsExactly(5L);
    assertThat(diff.changed()).map(c -> c.before().index()).containsExactly(0L, 1L, 2L);
    List<ChangedMessage> changed = diff.changed();
    assertThat(paths(changed.get(0).differences()))
        .as("the text was taken back from the past as well")
        .containsExactlyInAnyOrder("/updated_at", "/redacted", "/redaction");
    assertThat(changed.get(1).differences())
        .contains(new Difference("/message/content", JsonText.of("one"), JsonText.of("corrected")));
    assertThat(paths(changed.get(2).differences())).contains("/usage");
    assertThat(diff.json().toString()).doesNotContain("zero").contains("corrected");
    assertThat(paths(diff.head())).contains("/updated_at", "/usage/total/inputTokens");
  }

  @Test
  void everything_else_is_in_the_head_or_was_added() {
    SessionDiff diff =
        diff(
            List.of(appended("zero")),
            started().with("user", "ada").with("title", "Flights"),
            feedback("up"),
            guardrail("blocked"),
            closed());
    assertThat(paths(diff.head())).contains("/user", "/title", "/closed_at");
    assertThat(diff.feedbacks()).hasSize(1);
    assertThat(diff.guardrailEvents()).hasSize(1);
    Map<String, JsonText> json = diff.json().members();
    assertThat(json.get("from"))
        .isEqualTo(Json.object("revision", 1, "recorded_at", "2026-03-01T09:00:00.000Z"));
    assertThat(json.get("to").members().get("revision")).isEqualTo(JsonText.of(5));
  }

  @Test
  void before_the_first_change_everything_is_new() {
    List<Applied> changes = FixtureLogs.shortSession().journal().applied();
    SessionDiff diff = SessionDiff.between(Optional.empty(), past(changes, 5).orElseThrow());
    assertThat(diff.added()).hasSize(2);
    assertThat(diff.from()).isEqualTo(new SessionDiff.Point(0, null));
    assertThat(diff.json().members().get("from")).isEqualTo(Json.object("revision", 0));
    assertThat(paths(diff.metadata())).containsExactly("/a");
  }

  @Test
  void the_later_point_comes_second() {
    List<Applied> changes = FixtureLogs.shortSession().journal().applied();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionDiff.between(past(changes, 3), past(changes, 2).orElseThrow()));
  }

  static List<FixtureLog> logs() {
    return FixtureLogs.all();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_point_does_not_differ_from_itself_and_every_change_shows(FixtureLog log) {
    List<Applied> changes = log.journal().applied();
    for (int r = 1; r <= changes.size(); r++) {
      Optional<PastSession> past = past(changes, r);
      if (past.isPresent()) {
        assertThat(SessionDiff.between(past, past.get()).isEmpty()).isTrue();
        SessionDiff last = SessionDiff.between(past(changes, r - 1), past.get());
        boolean same = text(past(changes, r - 1)).equals(text(past));
        assertThat(last.isEmpty()).as("revision %s", r).isEqualTo(same);
      }
    }
  }

  /** All that a session shows, but for its revision and orders. */
  private static String text(Optional<PastSession> past) {
    Session session =
        past.map(PastSession::session).orElseGet(() -> Session.before(EventLog.SESSION));
    return SessionJson.whole(session.withRevision(0)).canonical().toString();
  }
}
