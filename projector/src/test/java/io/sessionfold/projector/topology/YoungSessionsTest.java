package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.SeenKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class YoungSessionsTest {
  private static final Digest128 S = new Digest128(7, 7);

  private static SeenKey key(Digest128 session, long event) {
    return new SeenKey(session, new Digest128(0, event));
  }

  @Test
  void an_event_that_was_seen_is_never_denied_and_most_others_are() {
    Random random = new Random(5);
    YoungSessions young = new YoungSessions(500);
    List<Digest128> sessions = new ArrayList<>();
    Set<SeenKey> seen = new HashSet<>();
    int denied = 0;
    for (int i = 0; i < 50_000; i++) {
      if (sessions.isEmpty() || random.nextInt(100) == 0) {
        Digest128 session = new Digest128(random.nextLong(), random.nextLong());
        sessions.add(session);
        young.born(session);
      }
      Digest128 session = sessions.get(random.nextInt(sessions.size()));
      SeenKey key = key(session, random.nextInt(64));
      if (young.neverSaw(key)) {
        assertThat(seen).doesNotContain(key);
        denied++;
      }
      if (seen.add(key)) {
        young.saw(key);
      }
    }
    assertThat(denied).isGreaterThan(1_000);
  }

  @Test
  void a_session_that_did_not_begin_here_is_left_to_the_store() {
    YoungSessions young = new YoungSessions(10);
    young.saw(key(S, 1));
    assertThat(young.neverSaw(key(S, 2))).isFalse();
  }

  @Test
  void the_session_that_was_left_alone_longest_makes_room() {
    YoungSessions young = new YoungSessions(3);
    Digest128 other = new Digest128(8, 8);
    young.born(S);
    young.born(other);
    young.saw(key(S, 1));
    young.saw(key(other, 1));
    young.saw(key(S, 2));
    assertThat(young.neverSaw(key(other, 2))).isTrue();
    young.saw(key(S, 3));
    young.saw(key(S, 4));
    assertThat(young.neverSaw(key(other, 2))).isFalse();
    assertThat(young.neverSaw(key(S, 5))).isFalse();
  }

  @Test
  void an_event_counts_once_and_a_hash_of_zero_is_one_as_well() {
    YoungSessions young = new YoungSessions(2);
    young.born(S);
    assertThat(young.neverSaw(key(S, 0))).isTrue();
    young.saw(key(S, 0));
    young.saw(key(S, 0));
    young.saw(key(S, 9));
    assertThat(young.neverSaw(key(S, 0))).isFalse();
    assertThat(young.neverSaw(key(S, 1))).isTrue();
  }

  @Test
  void a_session_with_very_many_events_is_left_to_the_store() {
    YoungSessions young = new YoungSessions(Integer.MAX_VALUE);
    young.born(S);
    for (long event = 1; event <= 16 * 1024; event++) {
      young.saw(key(S, event));
    }
    assertThat(young.neverSaw(key(S, -1))).isTrue();
    young.saw(key(S, -2));
    assertThat(young.neverSaw(key(S, -1))).isFalse();
  }
}
