package io.sessionfold.projector.regroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.JournalUnreadableException;
import io.sessionfold.testkit.Changes;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.RandomLogs;
import io.sessionfold.testkit.TestEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegroupedTest {
  private static final TopicPartition PARTITION = new TopicPartition("session-changes-1", 0);
  private static final SessionKey LONG = SessionKey.of("long");

  /** As markers of transactions leave holes between offsets. */
  private static final int STEP = 3;

  @TempDir Path directory;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private long end;

  private static Journal manySessions() {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      SessionKey session = new SessionKey(i % 3 == 0 ? "acme" : "default", "s" + i);
      RandomLogs.log(i).events().forEach(event -> events.add(event.in(session)));
    }
    IntStream.range(0, 300).forEach(i -> events.add(Events.appended("text " + i).in(LONG)));
    Collections.shuffle(events, new Random(7));
    return Journal.of(EventLog.of(events));
  }

  private void append(Change change, boolean withHeaders) {
    SessionKey session = change.session();
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            PARTITION.topic(),
            PARTITION.partition(),
            end,
            session == null ? null : utf8(session.toString()),
            ChangeCodec.write(change).utf8());
    if (withHeaders) {
      record.headers().add("outcome", utf8(change.outcome().wireName()));
      if (change instanceof Applied applied) {
        record.headers().add("revision", utf8(Long.toString(applied.revision())));
      }
    }
    append(record);
  }

  private void append(ConsumerRecord<byte[], byte[]> record) {
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.seek(PARTITION, 0);
    consumer.addRecord(record);
    end += STEP;
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private Regrouped read(long from, long to, Selection selection, long memory) {
    return Regrouped.read(
        consumer,
        new Stretch(PARTITION, from, to),
        selection,
        new Budget(memory, directory),
        n -> {});
  }

  private Regrouped read(Selection selection, long memory) {
    // The last records of a journal are followed by the marker of their transaction.
    return read(0, end - STEP + 1, selection, memory);
  }

  private static Map<SessionKey, List<Applied>> grouped(Regrouped regrouped) {
    Map<SessionKey, List<Applied>> grouped = new LinkedHashMap<>();
    regrouped.forEachSession(
        session -> {
          List<Applied> changes = new ArrayList<>();
          session.forEach(changes::add);
          List<Applied> again = new ArrayList<>();
          session.forEach(again::add);
          assertThat(again).isEqualTo(changes);
          assertThat(session.firstRevision()).isEqualTo(changes.get(0).revision());
          assertThat(grouped.put(session.session(), changes)).isNull();
        });
    return grouped;
  }

  private static Map<SessionKey, List<Applied>> plainly(Journal journal) {
    Map<SessionKey, List<Applied>> grouped = new LinkedHashMap<>();
    journal.sessions().forEach(session -> grouped.put(session, journal.applied(session)));
    return grouped;
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_024, 4_000, 30_000, 200_000, 1L << 30})
  void every_session_comes_whole_whatever_fits_into_memory(long memory) throws IOException {
    Journal journal = manySessions();
    journal.changes().forEach(change -> append(change, true));

    try (Regrouped regrouped = read(Selection.ALL, memory)) {
      assertThat(left().isEmpty()).as("everything fits").isEqualTo(memory > 1 << 20);
      assertThat(grouped(regrouped)).containsExactlyInAnyOrderEntriesOf(plainly(journal));
      List<Rejected> rejections = new ArrayList<>();
      regrouped.forEachRejection(rejections::add);
      assertThat(rejections)
          .hasSizeGreaterThan(50)
          .isEqualTo(
              journal.changes().stream()
                  .filter(Rejected.class::isInstance)
                  .map(Rejected.class::cast)
                  .toList());
      assertThat(regrouped.records()).isEqualTo(journal.changes().size());
    }
    assertThat(left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6})
  void buckets_that_stay_too_large_are_read_out_session_by_session(int splits) {
    Journal journal = manySessions();
    try (ScratchDirectory scratch = new ScratchDirectory(directory);
        SessionGroups groups = new SessionGroups(scratch, 1_024, splits)) {
      for (Change change : journal.changes()) {
        if (change instanceof Applied applied) {
          groups.add(
              new RawChange(
                  utf8(applied.session().toString()),
                  applied.revision(),
                  0,
                  ChangeCodec.write(applied).utf8()));
        }
      }
      Map<SessionKey, List<Applied>> grouped = new LinkedHashMap<>();
      groups.visit(
          new Visiting(
              PARTITION,
              session -> {
                List<Applied> changes = new ArrayList<>();
                session.forEach(changes::add);
                grouped.put(session.session(), changes);
              }));
      assertThat(grouped).containsExactlyInAnyOrderEntriesOf(plainly(journal));
    }
  }

  @Test
  void records_without_headers_are_decoded_for_what_they_say() {
    Journal journal = manySessions();
    journal.changes().forEach(change -> append(change, false));
    try (Regrouped regrouped = read(Selection.ALL, 1 << 20)) {
      assertThat(grouped(regrouped)).containsExactlyInAnyOrderEntriesOf(plainly(journal));
    }
  }

  @Test
  void only_what_is_wanted_is_kept() {
    Journal journal = manySessions();
    journal.changes().forEach(change -> append(change, true));
    try (Regrouped regrouped = read(Selection.of(LONG::equals), 4_000)) {
      assertThat(grouped(regrouped)).isEqualTo(Map.of(LONG, journal.applied(LONG)));
      regrouped.forEachRejection(
          rejected -> {
            throw new AssertionError("not wanted: " + rejected);
          });
    }
  }

  @Test
  void a_stretch_begins_and_ends_where_it_says() {
    SessionKey a = SessionKey.of("a");
    for (long revision = 1; revision <= 6; revision++) {
      append(Changes.applied(a, revision, 0, revision), true);
    }
    try (Regrouped regrouped = read(STEP, 4 * STEP, Selection.ALL, 1 << 20)) {
      regrouped.forEachSession(
          session -> {
            assertThat(session.firstOffset()).isEqualTo(STEP);
            assertThat(session).extracting(Applied::revision).containsExactly(2L, 3L, 4L);
            assertThat(session.revisionBefore(STEP)).isEqualTo(1);
            assertThat(session.revisionBefore(2 * STEP)).isEqualTo(2);
            assertThat(session.revisionBefore(end)).isEqualTo(4);
          });
      assertThat(regrouped.records()).isEqualTo(3);
    }
  }

  @Test
  void what_repeats_a_revision_is_left_out_and_a_hole_is_told() {
    SessionKey a = SessionKey.of("a");
    for (long revision : new long[] {1, 2, 2, 1, 3, 5}) {
      append(Changes.applied(a, revision, 0, end), true);
    }
    List<Long> walked = new ArrayList<>();
    try (Regrouped regrouped = read(Selection.ALL, 1 << 20)) {
      assertThatThrownBy(
              () ->
                  regrouped.forEachSession(
                      session -> session.forEach(change -> walked.add(change.revision()))))
          .isInstanceOf(JournalHoleException.class)
          .hasMessageContaining("no revision 4 of default/a");
    }
    assertThat(walked).containsExactly(1L, 2L, 3L);
  }

  @Test
  void what_is_no_change_is_told_with_its_place() {
    append(Changes.applied(SessionKey.of("a"), 1, 0, 0), true);
    ConsumerRecord<byte[], byte[]> broken =
        new ConsumerRecord<>(PARTITION.topic(), 0, end, utf8("default/b"), utf8("{}"));
    broken.headers().add("outcome", utf8("applied")).add("revision", utf8("1"));
    broken.headers().add("type", utf8("message.appended"));
    append(broken);
    try (Regrouped regrouped = read(Selection.ALL, 1 << 20)) {
      assertThatThrownBy(() -> regrouped.forEachSession(session -> session.forEach(c -> {})))
          .isInstanceOf(JournalUnreadableException.class)
          .hasMessageContaining("session-changes-1-0, offset " + STEP);
    }
  }

  @Test
  void a_journal_that_begins_later_is_refused() {
    append(Changes.applied(SessionKey.of("a"), 1, 0, 0), true);
    consumer.updateBeginningOffsets(Map.of(PARTITION, 1L));
    assertThatThrownBy(() -> read(Selection.ALL, 1 << 20))
        .isInstanceOf(JournalUnreadableException.class)
        .hasMessageContaining("does not reach back to offset 0");
  }

  @Test
  void progress_tells_every_record_once() {
    for (long revision = 1; revision <= 2_500; revision++) {
      append(Changes.applied(LONG, revision, 0, revision), true);
    }
    AtomicLong told = new AtomicLong();
    try (Regrouped regrouped =
        Regrouped.read(
            consumer,
            new Stretch(PARTITION, 0, end - STEP + 1),
            Selection.CHANGES,
            new Budget(1 << 20, directory),
            told::addAndGet)) {
      assertThat(told).hasValue(2_500);
      assertThat(regrouped.records()).isEqualTo(2_500);
    }
  }

  @Test
  void a_directory_that_cannot_be_written_is_named_with_what_to_do() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (ScratchDirectory scratch = new ScratchDirectory(file)) {
      assertThatThrownBy(scratch::file)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("make room");
    }
  }

  @Test
  void what_a_killed_process_left_is_deleted_and_what_is_in_use_is_not() throws IOException {
    Path left = Files.createDirectory(directory.resolve("scratch-left"));
    Files.createFile(left.resolve("0"));
    Files.createFile(directory.resolve("scratch-left.lock"));
    Path other = Files.createFile(directory.resolve("not-ours"));
    try (ScratchDirectory scratch = new ScratchDirectory(directory)) {
      assertThat(left()).containsExactly(other);
      Path mine = Files.createFile(scratch.file());
      try (ScratchDirectory second = new ScratchDirectory(directory)) {
        assertThat(mine).exists();
        assertThat(second.file()).isNotEqualTo(mine);
      }
      assertThat(mine).exists();
    }
    assertThat(left()).containsExactly(other);
  }

  @Test
  void a_frame_is_what_it_says() {
    RawChange change = new RawChange(utf8("k"), 1, 2, utf8("vw"));
    ByteBuffer out = ByteBuffer.allocate(change.length());
    change.write(out);
    assertThat(out.array())
        .containsExactly(
            0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 'k', 'v', 'w');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
