package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.topology.TopologyRun.Facts;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private final KeyValueStore<Bytes, byte[]> store =
      Stores.inMemoryKeyValueStore("positions").get();

  @Test
  void positions_are_remembered_for_each_topic() {
    Positions positions = new Positions(store);
    assertThat(positions.isEmpty()).isTrue();
    positions.raise(IngressTopic.MESSAGES, 41);
    Positions restored = new Positions(store);
    assertThat(restored.isEmpty()).isFalse();
    assertThat(restored.last(IngressTopic.MESSAGES)).isEqualTo(41);
    assertThat(restored.last(IngressTopic.METADATA)).isEqualTo(Positions.NONE);
  }

  @Test
  void positions_at_the_end_of_the_topic_are_fine_beside_a_journal_with_changes() {
    Positions positions = new Positions(store);
    positions.raise(IngressTopic.MESSAGES, 41);
    assertThatCode(() -> positions.check(0, "session-changes-1", new Facts(42, true)))
        .doesNotThrowAnyException();
  }

  @Test
  void positions_beyond_the_end_of_the_topic_are_refused() {
    Positions positions = new Positions(store);
    positions.raise(IngressTopic.METADATA, 41);
    assertThatThrownBy(() -> positions.check(3, "session-changes-1", new Facts(41, true)))
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining("agent-metadata-3 up to offset 41, but the topic ends at 41")
        .hasMessageContaining("Restore the topic");
  }

  @Test
  void empty_positions_beside_a_journal_with_changes_are_refused() {
    assertThatThrownBy(() -> new Positions(store).check(3, "session-changes-1", new Facts(0, true)))
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining("session-changes-1-3 has changes");
  }
}
