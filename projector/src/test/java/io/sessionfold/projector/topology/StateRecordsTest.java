package io.sessionfold.projector.topology;

import static io.sessionfold.testkit.Events.appended;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.SeenKey;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are made for a measurement are those that sequencing makes. */
class StateRecordsTest {
  private static final int PAGE = Journal.SMALL_PAGES.pageMessages();

  private final StateRecords records = new StateRecords(1, 0);

  @TempDir Path directory;
  private TopologyRun run;

  @BeforeEach
  void sequence() {
    run =
        new TopologyRun(directory, 1, Journal.SMALL_PAGES, TopologyRun.Facts.OF_A_FIRST_START)
            .pipe(EventLog.of(Collections.nCopies(PAGE + 1, appended("hello"))));
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void an_event_is_remembered_as_sequencing_remembers_it() {
    TestRecord<byte[], byte[]> written = last(StoreName.SEEN);
    SeenKey key =
        new SeenKey(
            SeenKey.sessionPart(EventLog.SESSION),
            new Digest128(StateKeys.get(written.key(), 16), StateKeys.get(written.key(), 24)));
    expectSame(records.seen(key, StateCodecs.seen(written.value())), written);
  }

  @Test
  void a_head_is_kept_as_sequencing_keeps_it() {
    TestRecord<byte[], byte[]> written = last(StoreName.HEADS);
    expectSame(records.head(EventLog.SESSION, HeadCodec.read(written.value())), written);
  }

  @Test
  void a_page_begins_where_sequencing_has_it_begin() {
    TestRecord<byte[], byte[]> written = last(StoreName.PAGES);
    expectSame(records.page(EventLog.SESSION, 1, StateCodecs.page(written.value())), written);
  }

  @Test
  void a_position_is_kept_as_sequencing_keeps_it() {
    expectSame(records.position(IngressTopic.MESSAGES, PAGE), last(StoreName.POSITIONS));
  }

  @Test
  void the_records_go_to_the_changelogs_of_the_stores() {
    assertThat(StateRecords.topics(1))
        .hasSize(StoreName.values().length)
        .contains(StateRecords.seenTopic(1));
    assertThat(records.position(IngressTopic.MESSAGES, 0).topic())
        .isEqualTo("sessionfold-j1-positions-changelog");
  }

  private TestRecord<byte[], byte[]> last(StoreName store) {
    List<TestRecord<byte[], byte[]>> written = run.changelog(store);
    assertThat(written).isNotEmpty();
    return written.get(written.size() - 1);
  }

  private static void expectSame(
      ProducerRecord<byte[], byte[]> made, TestRecord<byte[], byte[]> written) {
    assertThat(made.key()).isEqualTo(written.key());
    assertThat(made.value()).isEqualTo(written.value());
  }
}
