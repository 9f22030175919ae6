package io.sessionfold.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SightingJudgeTest {
  private static final String AT = "agent-messages-0-";
  private static final String KEY = "t/s";

  private final ModelSession session = new ModelSession(KEY, 2);
  private final ModelSession later = new ModelSession(KEY, 2);
  private final Findings findings = new Findings();

  private static Verdict appended(ModelSession to, int number) {
    return to.event(
        "agent-messages",
        "message.appended",
        "e" + number,
        "/a",
        number,
        Trees.parse(
            "{\"agent\":\"a\",\"format\":\"openai.chat\",\"message\":{\"role\":\"user\",\"content\":\""
                + number
                + "\"}}"));
  }

  /** Three messages go through the log; these were seen. */
  private List<String> judged(Sighting... sightings) {
    SightingJudge judge = new SightingJudge(List.of(sightings), findings);
    for (int i = 1; i <= 3; i++) {
      judge.became(AT + i, appended(session, i), session);
    }
    judge.end();
    return findings.all();
  }

  private Portrait after(int messages) {
    for (int i = later.messages.size() + 1; i <= messages; i++) {
      Verdict unused = appended(later, i);
    }
    return Portrait.of(later);
  }

  private static Sighting seen(long revision, @Nullable Portrait portrait) {
    return new Sighting(KEY, revision, portrait, null);
  }

  @Test
  void what_was_at_that_revision_is_right() {
    assertThat(judged(seen(1, after(1)), seen(2, after(2)), seen(2, after(2)))).isEmpty();
  }

  @Test
  void a_session_of_another_revision_is_a_mix() {
    assertThat(judged(seen(2, after(1))))
        .singleElement()
        .asString()
        .contains("never was, at revision 2", "messages", "updated_at");
  }

  @Test
  void two_sights_of_one_revision_are_both_judged() {
    assertThat(judged(seen(2, after(2)), seen(2, after(3)))).hasSize(1);
  }

  @Test
  void a_revision_that_never_was_is_told() {
    assertThat(judged(seen(4, after(3)))).singleElement().asString().contains("revision 4");
  }

  @Test
  void a_session_that_was_missed_must_be_deleted() {
    assertThat(judged(seen(0, null))).singleElement().asString().contains("never deleted");
  }

  @Test
  void a_read_after_a_record_includes_it() {
    assertThat(judged(new Sighting(KEY, 2, after(2), AT + 2))).isEmpty();
  }

  @Test
  void a_read_after_a_record_that_is_older_is_told() {
    assertThat(judged(new Sighting(KEY, 2, after(2), AT + 3)))
        .singleElement()
        .asString()
        .contains("after " + AT + "3");
  }

  @Test
  void a_read_after_a_record_that_finds_no_session_is_told() {
    assertThat(judged(new Sighting(KEY, 0, null, AT + 3)))
        .singleElement()
        .asString()
        .contains("never deleted");
  }
}
