package io.sessionfold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.projector.topology.StateRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RememberedEventsTest {
  private static List<ProducerRecord<byte[], byte[]>> records(RememberedEvents events) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    events.forEach(1, 4, session -> session.toString().length() % 4, records::add);
    return records;
  }

  private static long ofTopic(List<ProducerRecord<byte[], byte[]>> records, String topic) {
    return records.stream().filter(record -> record.topic().equals(topic)).count();
  }

  @Test
  void every_event_is_remembered_under_a_key_of_its_own() {
    RememberedEvents events = RememberedEvents.of(6_000, 30);
    List<ProducerRecord<byte[], byte[]>> seen =
        records(events).stream()
            .filter(record -> record.topic().equals(StateRecords.seenTopic(1)))
            .toList();
    Set<ByteBuffer> keys = new HashSet<>();
    seen.forEach(record -> keys.add(ByteBuffer.wrap(record.key())));
    assertThat(events.events()).isEqualTo(6_000);
    assertThat(seen).hasSize(6_000);
    assertThat(keys).hasSize(6_000);
  }

  @Test
  void a_session_has_heads_and_a_place_for_each_page_after_the_first() {
    List<ProducerRecord<byte[], byte[]>> records = records(RememberedEvents.of(200, 1));
    String heads = "sessionfold-j1-session-heads-changelog";
    String pages = "sessionfold-j1-session-pages-changelog";
    assertThat(StateRecords.topics(1)).contains(heads, pages);
    assertThat(ofTopic(records, heads)).isEqualTo(4);
    assertThat(ofTopic(records, pages)).isEqualTo(1);
  }

  @Test
  void what_is_remembered_is_the_same_in_each_run() {
    RememberedEvents events = RememberedEvents.of(300, 3);
    assertThat(values(events)).isEqualTo(values(events));
  }

  private static List<ByteBuffer> values(RememberedEvents events) {
    return records(events).stream().map(record -> ByteBuffer.wrap(record.value())).toList();
  }

  @Test
  void fewer_events_than_sessions_are_refused() {
    assertThatThrownBy(() -> RememberedEvents.of(3, 10)).hasMessageContaining("positive");
  }
}
