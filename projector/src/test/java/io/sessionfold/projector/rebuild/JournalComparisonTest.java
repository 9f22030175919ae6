package io.sessionfold.projector.rebuild;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.EventType;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.OwnJournal.Comparison;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Stories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalComparisonTest {
  private static final Watermark ALL = new Watermark(0, 1_000, 1_000);

  @TempDir private Path scratch;
  private final List<OutcomeDifference> told = new ArrayList<>();

  /** Everything of one partition of a journal, each time it is assigned. */
  private static final class JournalOnBroker extends MockConsumer<byte[], byte[]> {
    private final TopicPartition partition;
    private final List<Change> changes;

    JournalOnBroker(int journal, List<Change> changes) {
      super("none");
      this.partition = new TopicPartition("session-changes-" + journal, 0);
      this.changes = changes;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
      assertThat(partitions).containsExactly(partition);
      super.assign(List.of());
      super.assign(partitions);
      updateBeginningOffsets(Map.of(partition, 0L));
      updateEndOffsets(Map.of(partition, (long) changes.size()));
      for (int offset = 0; offset < changes.size(); offset++) {
        addRecord(record(offset));
      }
    }

    private ConsumerRecord<byte[], byte[]> record(int offset) {
      Change change = changes.get(offset);
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>(
              partition.topic(), 0, offset, null, ChangeCodec.write(change).utf8());
      record.headers().add("outcome", utf8(change.outcome().wireName()));
      EventType type =
          change instanceof Change.Applied applied
              ? applied.type()
              : change instanceof Change.Rejected rejected ? rejected.type() : null;
      if (type != null) {
        record.headers().add("type", utf8(type.wireName()));
      }
      return record;
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private Comparison compare(List<Change> before, List<Change> after, Watermark cut) {
    Deque<Consumer<byte[], byte[]>> consumers =
        new ArrayDeque<>(List.of(new JournalOnBroker(1, before), new JournalOnBroker(2, after)));
    JournalComparison comparison =
        new JournalComparison(
            consumers::pop, new Budget(1 << 20, scratch), new FreeControl(), told::add);
    Comparison found =
        comparison.compare(
            new JournalComparison.Side(1, Map.of(0, (long) before.size())),
            new JournalComparison.Side(2, Map.of(0, (long) after.size())),
            Map.of(0, cut));
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).as("temporary files").isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static final class FreeControl implements LoadControl {
    @Override
    public void goOn() {}

    @Override
    public void read(long records) {}

    @Override
    public void written(long changes) {}
  }

  private static List<Change> journal(List<IngressRecord> records, Limits limits) {
    return Journal.of(records, limits).changes();
  }

  /** The topics one behind the other: what no live projector would have done. */
  private static List<IngressRecord> metadataFirst(EventLog log) {
    List<IngressRecord> records = new ArrayList<>(log.records());
    records.sort((a, b) -> b.topic().compareTo(a.topic()));
    return records;
  }

  @Test
  void the_same_events_in_another_interleaving_and_on_other_pages_do_not_differ() {
    EventLog log = EventLog.of(Stories.everything());
    List<Change> before = journal(log.records(), Limits.DEFAULTS.withPages(3, 1000));
    List<Change> after = journal(metadataFirst(log), Limits.DEFAULTS);
    assertThat(before).isNotEqualTo(after);
    assertThat(compare(before, after, ALL)).isEqualTo(new Comparison(0, told.size()));
    assertThat(told).isEmpty();
  }

  @Test
  void each_event_that_another_limit_decides_otherwise_is_told() {
    EventLog log =
        EventLog.of(started(), feedback("up"), appended("hi"), feedback("down"), feedback("up"));
    List<Change> before = journal(log.records(), feedbacks(1));
    List<Change> after = journal(log.records(), feedbacks(2));
    assertThat(compare(before, after, ALL)).isEqualTo(new Comparison(1, 0));
    assertThat(told)
        .containsExactly(
            new OutcomeDifference(
                "agent-metadata", 0, 2, "default/s1", "e4", "rejected, limit", "applied"));
  }

  @Test
  void what_one_journal_has_not_covered_is_not_compared() {
    EventLog log = EventLog.of(started(), feedback("up"), appended("hi"), feedback("down"));
    List<Change> before = journal(log.records(), feedbacks(1));
    List<Change> after = journal(log.records(), feedbacks(2));
    assertThat(compare(before, after, new Watermark(0, 1, 2))).isEqualTo(new Comparison(0, 0));
  }

  @Test
  void an_event_that_a_journal_has_nothing_of_is_told() {
    List<Change> before = journal(EventLog.of(started(), appended("hi")).records(), feedbacks(1));
    assertThat(compare(before, before.subList(0, 1), ALL)).isEqualTo(new Comparison(1, 0));
    assertThat(told).singleElement().extracting(OutcomeDifference::after).isEqualTo("nothing");
    assertThat(compare(before.subList(1, 2), before, ALL)).isEqualTo(new Comparison(1, 0));
    assertThat(told.get(1).before()).isEqualTo("nothing");
  }

  @Test
  void other_content_of_the_same_outcome_is_told_without_the_content() {
    List<Change> before =
        journal(EventLog.of(appended("a secret").id("a")).records(), feedbacks(1));
    List<Change> after = journal(EventLog.of(appended("another").id("a")).records(), feedbacks(1));
    assertThat(compare(before, after, ALL)).isEqualTo(new Comparison(1, 0));
    assertThat(told.get(0).after()).endsWith("with other content");
    assertThat(told.get(0).json().toString()).doesNotContain("secret").doesNotContain("another");
  }

  @Test
  void what_differs_inside_a_session_that_both_end_as_deleted_is_counted() {
    EventLog log =
        EventLog.of(appended("before"), deleted(), appended("late"), appended("other").in("kept"));
    List<Change> before = journal(log.records(), feedbacks(1));
    List<Change> after = journal(metadataFirst(log), feedbacks(1));
    assertThat(compare(before, after, ALL)).isEqualTo(new Comparison(0, 1));
    assertThat(told).isEmpty();
  }

  @Test
  void what_differs_inside_a_session_that_only_one_ends_as_deleted_is_told() {
    EventLog log = EventLog.of(appended("before"), deleted(), appended("late"));
    List<Change> before = journal(log.records(), feedbacks(1));
    EventLog other = EventLog.of(appended("before"), feedback("up"), appended("late"));
    List<Change> after = journal(other.records(), feedbacks(1));
    assertThat(compare(before, after, ALL)).isEqualTo(new Comparison(2, 0));
  }

  private static Limits feedbacks(int most) {
    Limits d = Limits.DEFAULTS;
    return new Limits(
        d.eventBytes(),
        d.idBytes(),
        d.nameChars(),
        d.stringBytes(),
        d.extBytes(),
        d.policiesBytes(),
        d.eventLoopMetricsBytes(),
        d.replacementBytes(),
        d.pageAdditionsBytes(),
        d.metadataBytes(),
        d.agents(),
        d.agentDataBytes(),
        d.agentsDataBytes(),
        d.models(),
        most,
        d.guardrailEvents(),
        d.feedbackAndGuardrailBytes(),
        d.pageMessages(),
        d.pageBytes());
  }
}
