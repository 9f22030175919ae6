package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.AsOf.AtTime;
import io.sessionfold.session.AsOf.Back;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Redactions;
import io.sessionfold.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the past of any session. */
class PastSessionLawsTest {
  private static final SessionKey S = EventLog.SESSION;

  /** Messages, each with versions, that are redacted and replaced over and over. */
  private static FixtureLog redactions(long seed) {
    Random random = new Random(seed);
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String text = version(i);
      String role = random.nextBoolean() ? "user" : "assistant";
      var at = target(Events.AGENT, random.nextInt(6));
      events.add(
          switch (random.nextInt(8)) {
            case 0 -> redacted(at);
            case 1 -> redacted(at).with("redact_message", Json.object("role", role, "c", text));
            case 2 -> replaced(at, text).with("format", random.nextBoolean() ? "strands" : "other");
            case 3 -> replaced(at, text).with("message", Json.object("role", role, "c", text));
            case 4 -> metadata().set("/n", i);
            default -> appended(Events.AGENT, Json.object("role", role, "content", text));
          });
    }
    return new FixtureLog("redactions " + seed, events);
  }

  private static String version(int i) {
    return "<version " + i + ">";
  }

  static Stream<FixtureLog> redactions() {
    return LongStream.range(0, 20).mapToObj(PastSessionLawsTest::redactions);
  }

  static Stream<FixtureLog> fixtures() {
    return FixtureLogs.all().stream();
  }

  static Stream<FixtureLog> logs() {
    Stream<FixtureLog> random = LongStream.range(100, 108).mapToObj(RandomLogs::log);
    return Stream.of(fixtures(), random, redactions()).flatMap(logs -> logs);
  }

  private static Optional<Session> past(SessionKey key, AsOf point, List<Applied> changes) {
    return PastSession.of(key, point, changes::forEach).map(PastSession::session);
  }

  private static boolean deleted(List<Applied> changes) {
    return changes.stream().anyMatch(c -> c.type() == EventType.SESSION_DELETED);
  }

  /** The changes as a file of the session has them in the end. */
  private static List<Applied> rewritten(List<Applied> changes) {
    Redactions redactions = new Redactions(changes);
    changes.forEach(redactions::observe);
    return changes.stream()
        .map(c -> (Applied) ChangeCodec.read(redactions.rewritten(ChangeCodec.write(c))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void the_past_is_the_fold_of_the_rewritten_changes_up_to_its_revision(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey key : journal.sessions()) {
      List<Applied> changes = journal.applied(key);
      if (deleted(changes)) {
        continue;
      }
      List<Applied> rewritten = rewritten(changes);
      for (int r = 1; r <= changes.size(); r++) {
        Session expected = Session.fold(Session.before(key), rewritten.subList(0, r));
        AsOf point = new AtRevision(r);
        assertThat(past(key, point, changes)).as("%s of %s", point, key).contains(expected);
        assertThat(past(key, point, rewritten)).as("from rewritten changes").contains(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void without_redactions_the_past_is_what_was_read_then(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey key : journal.sessions()) {
      List<Applied> changes = journal.applied(key);
      for (int r = 1; r <= changes.size(); r++) {
        boolean later =
            changes.subList(r, changes.size()).stream()
                .anyMatch(c -> c.type() == EventType.MESSAGE_REDACTED);
        if (!later && !deleted(changes)) {
          assertThat(past(key, new AtRevision(r), changes))
              .contains(Session.fold(Session.before(key), changes.subList(0, r)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("redactions")
  void no_text_that_is_taken_back_is_in_any_past(FixtureLog log) {
    List<Applied> changes = log.journal().applied();
    Map<Long, List<String>> versions = new HashMap<>();
    List<String> takenBack = new ArrayList<>();
    for (Applied change : changes) {
      Long index = change.index();
      if (index == null) {
        continue;
      }
      List<String> shown = versions.computeIfAbsent(index, i -> new ArrayList<>());
      if (change.type() == EventType.MESSAGE_REDACTED) {
        takenBack.addAll(shown);
        shown.clear();
      }
      String data = change.data().toString();
      int text = data.indexOf("<version ");
      if (text >= 0) {
        shown.add(data.substring(text, data.indexOf('>', text) + 1));
      }
    }
    assertThat(takenBack).isNotEmpty();
    for (int r = 1; r <= changes.size(); r++) {
      assertThat(past(S, new AtRevision(r), changes).orElseThrow().toString())
          .as("revision %s", r)
          .doesNotContain(takenBack);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void a_time_is_the_largest_revision_that_was_recorded_until_then(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey key : journal.sessions()) {
      List<Applied> changes = journal.applied(key);
      for (Applied change : changes) {
        Instant time = change.event().recordedAt();
        for (Instant t : List.of(time, time.minusMillis(1), time.plusMillis(1))) {
          long revision =
              changes.stream()
                  .filter(c -> !c.event().recordedAt().isAfter(t))
                  .mapToLong(Applied::revision)
                  .max()
                  .orElse(0);
          Optional<Session> expected =
              revision == 0 ? Optional.empty() : past(key, new AtRevision(revision), changes);
          assertThat(past(key, new AtTime(t), changes)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void a_change_that_was_recorded_late_takes_those_before_it_along() {
    EventLog log = EventLog.of(appended("one"), metadata().set("/a", 1), appended("two"));
    Journal journal = new Journal(Journal.SMALL_PAGES);
    List.of(0, 2, 1).forEach(i -> journal.append(log.records().get(i)));
    Instant second = EventLog.BEGINNING.plusSeconds(1);
    PastSession past =
        PastSession.of(S, new AtTime(second), journal.applied()::forEach).orElseThrow();
    assertThat(past.session()).isEqualTo(journal.session());
    assertThat(past.recordedAt()).isEqualTo(second);
  }

  @Test
  void the_past_may_be_counted_from_its_end() {
    List<Applied> changes = FixtureLogs.corrections().journal().applied();
    long last = changes.size();
    assertThat(past(S, AsOf.NOW, changes)).isEqualTo(past(S, new AtRevision(last), changes));
    assertThat(past(S, new Back(3), changes)).isEqualTo(past(S, new AtRevision(last - 3), changes));
    assertThat(past(S, new Back(last), changes)).isEmpty();
    assertThat(past(S, AsOf.NOW, List.of())).isEmpty();
  }

  @Test
  void a_deleted_session_has_no_past() {
    List<Applied> changes = FixtureLogs.deletedWithLateEvents().journal().applied();
    List<Applied> tombstone = changes.subList(changes.size() - 1, changes.size());
    for (AsOf point : List.of(new AtRevision(1), AsOf.NOW, new AtTime(Instant.MAX))) {
      assertThat(past(S, point, changes)).isEmpty();
      assertThat(past(S, point, tombstone)).as("of which only the deletion is left").isEmpty();
    }
  }

  @Test
  void a_history_that_is_not_whole_is_refused() {
    List<Applied> changes = FixtureLogs.shortSession().journal().applied();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> past(S, new AtRevision(changes.size() + 1), changes))
        .withMessageContaining("ends at revision " + changes.size());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> past(S, new AtRevision(2), changes.subList(1, 3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> past(S, new AtRevision(1), List.of(changes.get(0), changes.get(2))));
  }
}
