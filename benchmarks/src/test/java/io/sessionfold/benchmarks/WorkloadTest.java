package io.sessionfold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final Workload WORKLOAD = new Workload("test", 1_003, 100, 7, 512);

  @Test
  void every_event_has_the_size_that_was_asked_for() {
    WORKLOAD.forEach((session, data) -> assertThat(data.utf8Length()).isEqualTo(512));
  }

  @Test
  void events_are_spread_evenly_over_all_sessions() {
    Map<SessionKey, Integer> messages = new HashMap<>();
    sessions(WORKLOAD).forEach(session -> messages.merge(session, 1, Integer::sum));

    assertThat(messages).hasSize(100);
    assertThat(messages.values()).allMatch(count -> count == 10 || count == 11);
    assertThat(messages.values()).filteredOn(count -> count == 11).hasSize(3);
  }

  @Test
  void no_more_sessions_are_open_at_a_time_than_asked_for() {
    Map<SessionKey, Integer> left = new HashMap<>();
    sessions(WORKLOAD).forEach(session -> left.merge(session, 1, Integer::sum));
    Set<SessionKey> open = new HashSet<>();
    int most = 0;
    for (SessionKey session : sessions(WORKLOAD)) {
      open.add(session);
      most = Math.max(most, open.size());
      if (left.merge(session, -1, Integer::sum) == 0) {
        open.remove(session);
      }
    }

    assertThat(most).isEqualTo(7);
  }

  @Test
  void it_is_the_same_whenever_it_runs() {
    List<JsonText> first = new ArrayList<>();
    List<JsonText> second = new ArrayList<>();
    WORKLOAD.forEach((session, data) -> first.add(data));
    WORKLOAD.forEach((session, data) -> second.add(data));

    assertThat(second).isEqualTo(first);
    assertThat(sessions(WORKLOAD)).isEqualTo(sessions(WORKLOAD));
  }

  @Test
  void a_warm_up_has_sessions_of_its_own_in_the_same_proportion() {
    Workload warmUp = WORKLOAD.warmUp(100);

    assertThat(warmUp.sessions()).isEqualTo(9);
    assertThat(sessions(warmUp)).hasSize(100).doesNotContainAnyElementsOf(sessions(WORKLOAD));
  }

  @Test
  void more_sessions_than_events_are_refused() {
    assertThatThrownBy(() -> new Workload("test", 5, 6, 1, 512))
        .hasMessageContaining("an event for each session");
  }

  private static List<SessionKey> sessions(Workload workload) {
    List<SessionKey> sessions = new ArrayList<>();
    workload.forEach((session, data) -> sessions.add(session));
    return sessions;
  }
}
