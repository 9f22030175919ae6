package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.guardrail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.TestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTimelineTest {
  private static final String NOON = "2026-03-01T08:00:00.000Z";
  private static final String LATER = "2026-03-01T08:00:01.000Z";

  private static List<String> timeline(TestEvent... events) {
    return SessionTimeline.of(Journal.of(events).session()).stream()
        .map(entry -> entry.time() + " " + what(entry))
        .toList();
  }

  private static String what(TimelineEntry entry) {
    if (entry instanceof TimelineEntry.Said said) {
      return said.message().agent() + " " + said.message().index();
    }
    return entry instanceof TimelineEntry.Rated rated
        ? "feedback " + rated.number()
        : "guardrail " + ((TimelineEntry.Guarded) entry).number();
  }

  @Test
  void the_order_is_time_then_topic_then_the_topics_own_number() {
    List<String> expected =
        List.of(
            "2026-03-01T08:00:00Z a 1",
            "2026-03-01T08:00:00Z b 0",
            "2026-03-01T08:00:00Z feedback 1",
            "2026-03-01T08:00:00Z guardrail 0",
            "2026-03-01T08:00:01Z a 0",
            "2026-03-01T08:00:01Z feedback 0");
    TestEvent late = appended("a", "one").at(LATER).id("m1");
    TestEvent early = appended("a", "two").at(NOON).id("m2");
    TestEvent other = appended("b", "three").at(NOON).id("m3");
    TestEvent lateFeedback = feedback("up").at(LATER).id("f1");
    TestEvent feedback = feedback("down").at(NOON).id("f2");
    TestEvent guardrail = guardrail("blocked").at(NOON).id("g1");
    assertThat(timeline(late, early, other, lateFeedback, feedback, guardrail)).isEqualTo(expected);
    assertThat(timeline(lateFeedback, late, guardrail, early, feedback, other))
        .as("another interleaving of the topics")
        .isEqualTo(expected);
  }

  @Test
  void entries_have_their_json() {
    List<String> kinds = new ArrayList<>();
    SessionTimeline.of(Journal.of(appended("hi"), feedback("up"), guardrail("no")).session())
        .forEach(
            entry -> {
              Map<String, ?> members = entry.json().members();
              kinds.add(String.join(" ", members.keySet()));
            });
    assertThat(kinds)
        .containsExactly("kind time message", "kind time feedback", "kind time guardrail_event");
  }

  @Test
  void a_cursor_is_its_own_text_and_anything_else_is_refused() {
    String text = "1772352000000.2.17";
    assertThat(TimelineKey.parse(text).text()).isEqualTo(text);
    for (String wrong :
        new String[] {"", "1", "1.3.1", "1.1.-1", "x.1.1", "9".repeat(40) + ".0.1"}) {
      assertThatThrownBy(() -> TimelineQuery.all().cursor(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("page before");
    }
  }
}
