package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the fold of any journal. */
class FoldLawsTest {
  static Stream<FixtureLog> logs() {
    return FixtureLogs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void every_split_in_two_gives_the_same_session(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey key : journal.sessions()) {
      List<Applied> changes = journal.applied(key);
      Session whole = journal.session(key);
      for (int split = 0; split <= changes.size(); split++) {
        Session first = Session.fold(Session.before(key), changes.subList(0, split));
        Session both = Session.fold(first, changes.subList(split, changes.size()));
        assertThat(both).as("split at %s", split).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void folding_is_evolving_one_by_one(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey key : journal.sessions()) {
      Session session = Session.before(key);
      for (Applied change : journal.applied(key)) {
        session = Session.evolve(session, change);
      }
      assertThat(session).isEqualTo(journal.session(key));
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void every_batch_size_gives_the_same_sessions(FixtureLog log) {
    Journal journal = log.journal();
    for (int size = 1; size <= journal.changes().size(); size++) {
      Map<SessionKey, Session> sessions = new HashMap<>();
      for (ChangeBatch batch : journal.batches(size)) {
        for (SessionChanges changes : batch.sessions()) {
          SessionKey key = changes.session();
          Session before = sessions.getOrDefault(key, Session.before(key));
          sessions.put(key, Session.fold(before, changes.after(before.revision())));
        }
      }
      assertThat(sessions).isEqualTo(journal.folded());
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_session_is_the_same_after_its_journal_was_written_and_read(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey key : journal.sessions()) {
      List<Applied> read =
          journal.applied(key).stream()
              .map(change -> (Applied) ChangeCodec.read(ChangeCodec.write(change).utf8()))
              .toList();
      assertThat(Session.fold(Session.before(key), read)).isEqualTo(journal.session(key));
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_deleted_session_holds_nothing_but_its_name_and_when(FixtureLog log) {
    Journal journal = log.journal();
    for (Session session : journal.folded().values()) {
      if (session.deleted()) {
        Session empty = Session.before(session.key());
        assertThat(session.withRevision(0))
            .usingRecursiveComparison()
            .ignoringFields("deletedAt")
            .isEqualTo(empty);
      }
    }
  }

  @Test
  void published_messages_come_back_as_the_same_text() {
    Session session = FixtureLogs.hostileTexts().journal().session();
    List<String> published = FixtureLogs.hostileMessages();
    assertThat(published.get(0)).as("a number of 400 digits").containsPattern("\\d{400}");
    assertThat(session.messages().subList(0, published.size()))
        .map(Message::message)
        .map(Object::toString)
        .isEqualTo(published);
  }

  @Test
  void a_change_that_does_not_follow_is_refused() {
    Journal journal = FixtureLogs.shortSession().journal();
    Session session = journal.session();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Session.evolve(session, journal.applied().get(0)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Session.evolve(Session.before(SessionKey.of("other")), journal.applied().get(0)));
  }
}
