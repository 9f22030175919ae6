package io.sessionfold.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.proof.DigestFold.Folded;
import io.sessionfold.session.Session;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.FixtureLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.Pieces;
import io.sessionfold.testkit.Stories;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestFoldTest {
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = new SessionKey("acme", "b");

  @ParameterizedTest
  @ValueSource(ints = {1, 2_000, 20_000, Integer.MAX_VALUE})
  void it_gives_what_the_fold_gives_whatever_it_may_hold(int atOnce) {
    for (FixtureLog log : FixtureLogs.all()) {
      log.journal()
          .sessions()
          .forEach(session -> assertSame(session, log.journal().applied(session), atOnce));
    }
    for (long seed = 0; seed < 20; seed++) {
      Pieces pieces = Stories.random(seed, List.of(A, B), 300, 7);
      assertSame(A, pieces.changes(A), atOnce);
      assertSame(B, pieces.changes(B), atOnce);
    }
  }

  private static void assertSame(SessionKey session, List<Applied> changes, int atOnce) {
    int step = Math.max(1, changes.size() / 5);
    for (int revision = 0; revision <= changes.size(); revision += step) {
      Session expected = Session.fold(Session.before(session), changes.subList(0, revision));
      Folded folded = DigestFold.fold(session, changes, revision, atOnce);
      assertThat(folded.revision()).isEqualTo(revision);
      assertThat(folded.outline().head()).isEqualTo(CanonicalForm.head(expected));
      assertThat(folded.outline().messages()).isEqualTo(expected.messages().size());
      assertThat(folded.outline().digest()).isEqualTo(SessionDigest.of(expected));
    }
  }

  @Test
  void one_message_is_what_the_fold_gives_of_it() {
    Pieces pieces = Stories.random(3, List.of(A), 300, 7);
    int revision = pieces.changes(A).size() - 10;
    Session session = pieces.sessionAt(A, revision);
    for (int i = 0; i < session.messages().size(); i++) {
      assertThat(DigestFold.message(A, pieces.changes(A), revision, i))
          .isEqualTo(CanonicalForm.message(session.messages().get(i)));
    }
    assertThat(DigestFold.message(A, pieces.changes(A), revision, session.messages().size()))
        .isEqualTo(JsonText.NULL);
  }

  @Test
  void the_first_message_that_is_another_is_found() {
    Pieces pieces = Stories.random(3, List.of(A), 300, 7);
    SessionOutline whole = SessionOutline.of(pieces.session(A));
    SessionOutline part = SessionOutline.of(pieces.sessionAt(A, 100));
    assertThat(whole.firstOther(whole)).isEqualTo(whole.messages());
    assertThat(whole.firstOther(part)).isLessThanOrEqualTo(part.messages());
    assertThat(part.firstOther(whole)).isEqualTo(whole.firstOther(part));
  }

  @Test
  void a_file_that_a_deletion_has_rewritten_folds_to_the_same() {
    List<Applied> changes = FixtureLogs.deletedWithLateEvents().journal().applied();
    Applied deletion = changes.get(changes.size() - 1);
    Folded whole = DigestFold.fold(EventLog.SESSION, changes);
    Folded rewritten = DigestFold.fold(EventLog.SESSION, List.of(deletion));
    assertThat(rewritten.revision()).isEqualTo(whole.revision());
    assertThat(rewritten.outline().digest()).isEqualTo(whole.outline().digest());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void a_hole_and_another_session_are_refused(int atOnce) {
    Pieces pieces = Stories.random(1, List.of(A, B), 60, 7);
    List<Applied> hole = pieces.changes(A).subList(1, pieces.changes(A).size());
    assertThatThrownBy(() -> DigestFold.fold(A, hole, Long.MAX_VALUE, atOnce))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DigestFold.fold(B, pieces.changes(A), Long.MAX_VALUE, atOnce))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
