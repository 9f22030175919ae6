package io.sessionfold.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Session;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.FixtureLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.Interleavings;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Stories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
  private static final String GOLDEN = "/golden/canonical-form-1.txt";

  private static String form(Session session) {
    StringBuilder out = new StringBuilder().append(CanonicalForm.head(session)).append('\n');
    session.messages().forEach(m -> out.append(CanonicalForm.message(m)).append('\n'));
    return out.append(SessionDigest.of(session)).append('\n').toString();
  }

  @Test
  void the_form_and_its_digest_are_frozen() throws IOException {
    String deleted = form(FixtureLogs.deletedWithLateEvents().journal().session());
    String actual = form(Journal.of(EventLog.of(Stories.everything())).session()) + deleted;
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(GOLDEN), GOLDEN)) {
      assertThat(actual)
          .as(
              "the canonical form differs from testkit/src/test/resources%s: digests that people"
                  + " have kept would mean nothing any more. Put it back, or make it version %d with"
                  + " a file of its own",
              GOLDEN, CanonicalForm.VERSION + 1)
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void members_are_in_canonical_order_at_every_level() {
    for (FixtureLog log : FixtureLogs.all()) {
      for (Session session : log.journal().folded().values()) {
        JsonText head = CanonicalForm.head(session);
        assertThat(head).isEqualTo(head.canonical());
        session
            .messages()
            .forEach(
                m -> {
                  JsonText message = CanonicalForm.message(m);
                  assertThat(message).isEqualTo(message.canonical());
                });
      }
    }
  }

  @Test
  void sessions_have_the_same_digest_exactly_if_they_say_the_same() {
    Map<Digest, Session> seen = new HashMap<>();
    for (FixtureLog log : FixtureLogs.all()) {
      Journal journal = log.journal();
      for (int revision = 0; revision <= journal.applied().size(); revision++) {
        Session session =
            Session.fold(Session.before(EventLog.SESSION), journal.applied().subList(0, revision));
        Session same = session.withRevision(0);
        Session other = seen.putIfAbsent(SessionDigest.of(session), same);
        assertThat(other == null || comparable(other).equals(comparable(same))).isTrue();
      }
    }
    assertThat(seen).hasSizeGreaterThan(300);
  }

  /** Without the pages, which are not part of what a session says. */
  private static List<Object> comparable(Session s) {
    return List.of(CanonicalForm.head(s), s.messages().stream().map(m -> m.message()).toList());
  }

  @Test
  void the_order_in_which_two_topics_are_read_is_not_part_of_it() {
    for (FixtureLog log : FixtureLogs.named()) {
      Digest expected = SessionDigest.of(log.journal().session());
      EventLog events = log.log();
      Interleavings.of(
              events.records(IngressTopic.MESSAGES), events.records(IngressTopic.METADATA), 20)
          .forEach(
              records ->
                  assertThat(SessionDigest.of(Journal.of(records, Journal.SMALL_PAGES).session()))
                      .isEqualTo(expected));
    }
  }
}
