package io.sessionfold.projector.topology;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.started;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Outcome;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.projector.topics.TopicPlan;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.TestEvent;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectorTopologyTest {
  @TempDir Path directory;

  @Test
  void each_record_of_both_topics_becomes_the_change_that_the_sequencer_makes() {
    EventLog log =
        EventLog.of(
            started().with("user", "ann"),
            appended("hi").id("a"),
            metadata().set("/plan", "gold"),
            appended("hi").id("a"),
            appended("other").id("a"),
            appended("there").in("s2"));
    try (TopologyRun run = new TopologyRun(directory)) {
      assertThat(run.pipe(log).changes())
          .isEqualTo(Journal.of(log.records(), Limits.DEFAULTS).changes());
      assertThat(run.count("applied") + run.count("duplicate") + run.count("rejected"))
          .isEqualTo(log.records().size());
      assertThat(run.count("duplicate")).isOne();
      assertThat(run.registry.counter("sessionfold.projector.records").count())
          .isEqualTo(log.records().size());
    }
  }

  @Test
  void a_journal_record_has_the_session_as_key_the_recorded_time_and_the_headers() {
    EventLog log = EventLog.of(appended("hi"));
    List<Header> traced = new ArrayList<>(log.last().headers());
    traced.add(Header.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    EventLog withTrace =
        new EventLog()
            .appendRaw(IngressTopic.MESSAGES, log.last().key(), log.last().value(), traced);
    try (TopologyRun run = new TopologyRun(directory)) {
      TestRecord<byte[], byte[]> record = run.pipe(withTrace).journal().get(0);
      assertThat(record.key()).asString().isEqualTo("default/s1");
      assertThat(record.timestamp()).isEqualTo(EventLog.BEGINNING.toEpochMilli());
      assertThat(header(record, "outcome")).isEqualTo("applied");
      assertThat(header(record, "revision")).isEqualTo("1");
      assertThat(header(record, "type")).isEqualTo("message.appended");
      assertThat(header(record, "content-type")).isEqualTo("application/json");
      assertThat(header(record, "traceparent")).startsWith("00-4bf92f");
    }
  }

  @Test
  void a_trace_context_that_came_as_an_extension_is_passed_on_under_its_own_name() {
    EventLog log = EventLog.of(appended("hi"));
    List<Header> traced = new ArrayList<>(log.last().headers());
    traced.add(Header.of("ce_traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"));
    EventLog withTrace =
        new EventLog()
            .appendRaw(IngressTopic.MESSAGES, log.last().key(), log.last().value(), traced);
    try (TopologyRun run = new TopologyRun(directory)) {
      assertThat(header(run.pipe(withTrace).journal().get(0), "traceparent"))
          .startsWith("00-4bf92f");
    }
  }

  @Test
  void a_rejected_record_is_a_change_and_a_dead_letter_as_it_came_with_every_reason() {
    EventLog log =
        new EventLog()
            .appendRaw(
                IngressTopic.MESSAGES,
                "default/s1".getBytes(UTF_8),
                "{\"no".getBytes(UTF_8),
                List.of(Header.of("x-own", "kept"), Header.of("sessionfold.topic", "forged")));
    try (TopologyRun run = new TopologyRun(directory)) {
      Change change = run.pipe(log).changes().get(0);
      assertThat(change.outcome()).isEqualTo(Outcome.REJECTED);
      TestRecord<byte[], byte[]> letter = run.deadLetter();
      assertThat(letter.key()).isEqualTo(log.last().key());
      assertThat(letter.value()).isEqualTo(log.last().value());
      assertThat(letter.timestamp()).isEqualTo(EventLog.BEGINNING.toEpochMilli());
      assertThat(header(letter, "x-own")).isEqualTo("kept");
      assertThat(letter.headers().headers("sessionfold.topic")).hasSize(1);
      assertThat(header(letter, "sessionfold.topic")).isEqualTo("agent-messages");
      assertThat(header(letter, "sessionfold.partition")).isEqualTo("0");
      assertThat(header(letter, "sessionfold.offset")).isEqualTo("0");
      assertThat(header(letter, "sessionfold.stage")).isEqualTo("decode");
      assertThat(header(letter, "sessionfold.recorded_at")).isEqualTo("2026-03-01T09:00:00.000Z");
      for (Reason reason : ((Rejected) change).reasons()) {
        assertThat(header(letter, "sessionfold.reasons"))
            .contains("\"code\":\"" + reason.code().wireName() + "\"");
      }
    }
  }

  @Test
  void an_applied_record_is_no_dead_letter() {
    try (TopologyRun run = new TopologyRun(directory)) {
      assertThat(run.pipe(appended("hi"), appended("hi")).deadLetters()).isEmpty();
    }
  }

  @Test
  void a_record_without_key_and_value_is_a_change_without_key() {
    EventLog log = new EventLog().appendRaw(IngressTopic.METADATA, null, null, List.of());
    try (TopologyRun run = new TopologyRun(directory)) {
      assertThat(run.pipe(log).journal())
          .singleElement()
          .satisfies(r -> assertThat(r.key()).isNull());
      assertThat(run.deadLetter().value()).isNull();
    }
  }

  @Test
  void what_is_published_to_a_deleted_session_leaves_no_content() {
    EventLog log = EventLog.of(started(), deleted(), appended("secret").id("late"));
    List<Header> headers = new ArrayList<>(log.last().headers());
    headers.add(Header.of("x-own", "secret"));
    log.appendRaw(IngressTopic.MESSAGES, log.last().key(), log.last().value(), headers);
    try (TopologyRun run = new TopologyRun(directory)) {
      assertThat(run.pipe(log).journal())
          .hasSize(4)
          .noneSatisfy(r -> assertThat(r.value()).asString().contains("secret"));
      List<TestRecord<byte[], byte[]>> letters = run.deadLetters();
      assertThat(letters).hasSize(2);
      for (TestRecord<byte[], byte[]> letter : letters) {
        assertThat(letter.value()).isNull();
        assertThat(letter.headers())
            .extracting(org.apache.kafka.common.header.Header::key)
            .containsExactlyInAnyOrder(
                "ce_id",
                "ce_type",
                "ce_source",
                "sessionfold.topic",
                "sessionfold.partition",
                "sessionfold.offset",
                "sessionfold.stage",
                "sessionfold.reasons",
                "sessionfold.recorded_at");
        assertThat(header(letter, "sessionfold.stage")).isEqualTo("deduplicate");
      }
    }
  }

  @Test
  void a_record_too_large_for_a_dead_letter_leaves_where_it_stands() {
    byte[] large = new byte[TopicPlan.journalMessageBytes(Limits.DEFAULTS)];
    EventLog log =
        new EventLog()
            .appendRaw(
                IngressTopic.MESSAGES,
                "default/s1".getBytes(UTF_8),
                large,
                List.of(Header.of("ce_id", "a"), Header.of("x-own", "dropped")));
    try (TopologyRun run = new TopologyRun(directory)) {
      Rejected change = (Rejected) run.pipe(log).changes().get(0);
      assertThat(change.reasons())
          .map(Reason::pointer)
          .containsExactly("", "specversion", "source", "type");
      TestRecord<byte[], byte[]> letter = run.deadLetter();
      assertThat(letter.value()).isNull();
      assertThat(letter.headers().lastHeader("x-own")).isNull();
      assertThat(header(letter, "ce_id")).isEqualTo("a");
      assertThat(header(letter, "sessionfold.omitted")).startsWith("7");
    }
  }

  @Test
  void a_record_on_another_partition_than_its_keys_is_misrouted() {
    // Of 24 partitions the Java client puts default/s1 on 0 and default/s2 on 1.
    EventLog log = EventLog.of(appended("hi").in("s2"), appended("hi"));
    try (TopologyRun run =
        new TopologyRun(directory, 24, Limits.DEFAULTS, TopologyRun.Facts.OF_A_FIRST_START)) {
      List<Change> changes = run.pipe(log).changes();
      assertThat(((Rejected) changes.get(0)).reasons())
          .map(Reason::code)
          .containsExactly(RejectionCode.MISROUTED);
      assertThat(changes.get(1).outcome()).isEqualTo(Outcome.APPLIED);
    }
  }

  @Test
  void a_deleted_session_is_forgotten_in_bounded_steps() {
    EventLog log = EventLog.of(metadata().set("/a", 1));
    for (int i = 0; i < 1_100; i++) {
      log.append(appended("hi").id("m" + i));
    }
    log.append(appended("kept").in("s2"), deleted());
    try (TopologyRun run = new TopologyRun(directory)) {
      run.pipe(log);
      int before = run.entries(StoreName.SEEN);
      assertThat(before).isEqualTo(1_102);
      assertThat(run.entries(StoreName.PAGES)).isEqualTo(11 - 1);
      assertThat(run.entries(StoreName.METADATA)).isZero();
      run.pass(SequencerProcessor.FORGET_EVERY);
      assertThat(run.entries(StoreName.SEEN)).isEqualTo(before - SequencerProcessor.FORGET_AT_ONCE);
      run.pass(SequencerProcessor.FORGET_EVERY);
      assertThat(run.entries(StoreName.SEEN)).isOne();
      assertThat(run.entries(StoreName.PAGES)).isZero();
      assertThat(run.entries(StoreName.FORGETTING)).isZero();
      assertThat(run.entries(StoreName.HEADS)).isEqualTo(2);
      assertThat(run.changes()).hasSize(log.records().size());
      TestEvent late = appended("late").id("m1");
      assertThat(run.pipe(late).changes().get(0).outcome()).isEqualTo(Outcome.REJECTED);
    }
  }

  @Test
  void an_empty_state_beside_a_journal_with_changes_is_refused() {
    TopologyRun.Facts facts = new TopologyRun.Facts(10, true);
    assertThatThrownBy(() -> new TopologyRun(directory, 1, Limits.DEFAULTS, facts))
        .rootCause()
        .isInstanceOf(ProjectorRefusedException.class)
        .hasMessageContaining("session-changes-1-0 has changes")
        .hasMessageContaining("sessionfold rebuild");
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Entries of the caches are counted by their own size; what they would drag along is not. */
  @Test
  void no_cache_holds_the_bytes_of_records_that_were_sequenced() {
    try (TopologyRun run = new TopologyRun(directory)) {
      WeakReference<byte[]> first = pipeAndForget(run, appended("first"));
      var unused = pipeAndForget(run, appended("second").in("s2"));
      await().atMost(Duration.ofSeconds(30)).until(() -> isCollected(first));
      assertThat(run.changes()).hasSize(2);
    }
  }

  private static WeakReference<byte[]> pipeAndForget(TopologyRun run, TestEvent event) {
    EventLog log = EventLog.of(event);
    run.pipe(log);
    return new WeakReference<>(log.last().value());
  }

  private static boolean isCollected(WeakReference<byte[]> reference) {
    System.gc();
    return reference.get() == null;
  }
}
