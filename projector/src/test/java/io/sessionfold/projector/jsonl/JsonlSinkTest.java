package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSinkTest {
  @TempDir Path directory;

  private Root root;

  @BeforeEach
  void root() {
    root = new Root(directory.resolve("files"));
  }

  private static Conversation talk(String id) {
    return new Conversation(id).started("ada").appended("one").appended("two").appended("three");
  }

  @Test
  void a_session_is_a_header_and_its_changes_as_the_journal_has_them() throws IOException {
    Conversation talk = talk("s1");
    try (JsonlSink sink = root.sink()) {
      assertThat(sink.write(talk.all())).isEqualTo(new WriteResult(4, 0, Map.of(), 0));
      assertThat(sink.checkpoint()).isEmpty();
    }
    List<String> expected = new ArrayList<>();
    expected.add(Root.line(new SessionFileHeader(talk.session(), 1, 1).json()));
    talk.changes().forEach(c -> expected.add(Root.line(ChangeCodec.write(c))));
    assertThat(root.text(talk)).isEqualTo(String.join("\n", expected) + "\n");
    assertThat(root.read(talk.session())).isEqualTo(talk.changes());
  }

  @Test
  void what_is_written_is_readable_before_the_checkpoint() throws IOException {
    try (JsonlSink sink = root.sink()) {
      Conversation talk = talk("s1");
      sink.write(talk.all());
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void every_split_and_every_repetition_gives_the_same_bytes() throws IOException {
    Conversation talk =
        talk("s1").redacted(1, "first").appended("four").redacted(1, null).redacted(0, null);
    String expected = write(talk, new Root(directory.resolve("whole")), talk.size());
    for (int size = 1; size < talk.size(); size++) {
      assertThat(write(talk, new Root(directory.resolve("split" + size)), size))
          .as("batches of " + size)
          .isEqualTo(expected);
    }
  }

  /** Writes batches of {@code size}, each of them again with all that was before it. */
  private static String write(Conversation talk, Root root, int size) throws IOException {
    try (JsonlSink sink = root.sink(new FaultyDisk())) {
      for (int to = size; ; to = Math.min(to + size, talk.size())) {
        sink.write(talk.batch(Math.max(1, to - size + 1), to));
        WriteResult again = sink.write(talk.batch(1, to));
        assertThat(again.skipped()).isEqualTo(to);
        if (to % 2 == 0 || to == talk.size()) {
          assertThat(sink.checkpoint()).isEmpty();
        }
        if (to == talk.size()) {
          break;
        }
      }
    }
    return root.text(talk);
  }

  @Test
  void a_torn_tail_is_cut_wherever_it_is_torn() throws IOException {
    Conversation talk = talk("s1");
    try (JsonlSink sink = root.sink(new FaultyDisk())) {
      sink.write(talk.all());
    }
    byte[] whole = Files.readAllBytes(root.file(talk));
    int lastLine = ChangeCodec.write(talk.changes().get(3)).utf8Length() + 1;
    for (int cut = 1; cut <= lastLine; cut++) {
      Files.write(root.file(talk), Arrays.copyOf(whole, whole.length - cut));
      try (JsonlSink sink = root.sink(new FaultyDisk())) {
        WriteResult result = sink.write(talk.all());
        assertThat(result.written()).as("without the last " + cut + " bytes").isEqualTo(1);
      }
      assertThat(Files.readAllBytes(root.file(talk))).isEqualTo(whole);
    }
  }

  @Test
  void a_file_behind_the_journal_is_a_gap_and_stays_as_it_is() throws IOException {
    Conversation talk = talk("s1");
    Conversation other = talk("s2");
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 2));
      ChangeBatch batch =
          new ChangeBatch(List.of(talk.changes(4, 4), other.changes(1, 4)), List.of());
      WriteResult result = sink.write(batch);
      assertThat(result.refused().get(talk.session()).kind()).isEqualTo(Kind.GAP);
      assertThat(result.refused().get(talk.session()).storedRevision()).isEqualTo(2);
      assertThat(result.refusedChanges()).isEqualTo(1);
      assertThat(result.written()).isEqualTo(4);
    }
    assertThat(root.read(talk.session())).isEqualTo(talk.changes().subList(0, 2));
  }

  @Test
  void a_file_of_another_session_is_refused_and_not_touched() throws IOException {
    Conversation talk = talk("s1");
    Conversation other = talk("s2");
    try (JsonlSink sink = root.sink()) {
      sink.write(other.all());
    }
    Files.createDirectories(root.file(talk).getParent());
    Files.copy(root.file(other), root.file(talk));
    byte[] before = Files.readAllBytes(root.file(talk));
    try (JsonlSink sink = root.sink()) {
      WriteResult result = sink.write(talk.all());
      assertThat(result.refused().get(talk.session()).kind()).isEqualTo(Kind.REFUSED);
    }
    assertThat(Files.readAllBytes(root.file(talk))).isEqualTo(before);
  }

  @Test
  void a_partition_has_one_sink_at_a_time() throws IOException {
    try (JsonlSink first = root.sink();
        JsonlSink second = new JsonlSink(root.path(), 1)) {
      assertThat(second.acquire(Set.of(Conversation.PARTITION, 4))).containsExactly(4);
      assertThatThrownBy(() -> second.write(talk("s1").all()))
          .isInstanceOf(IllegalStateException.class);
      first.release(Root.HELD);
      assertThat(second.acquire(Root.HELD)).isEqualTo(Root.HELD);
      assertThat(second.rootId()).isEqualTo(first.rootId());
    }
  }

  @Test
  void a_lock_survives_another_sink_of_this_process_that_asked_for_it() throws Exception {
    try (JsonlSink first = root.sink();
        JsonlSink second = new JsonlSink(root.path(), 1)) {
      assertThat(second.acquire(Root.HELD)).isEmpty();
      assertThat(acquiredByAnotherProcess()).isEqualTo("[]");
      first.release(Root.HELD);
      assertThat(acquiredByAnotherProcess()).isEqualTo("[" + Conversation.PARTITION + "]");
    }
  }

  private String acquiredByAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                root.path().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    assertThat(process.waitFor()).isZero();
    return out.substring(out.lastIndexOf('[') < 0 ? 0 : out.lastIndexOf('['));
  }

  @Test
  void open_files_stay_bounded_whatever_the_number_of_sessions() throws IOException {
    List<Conversation> talks = IntStream.range(0, 2_000).mapToObj(i -> talk("s" + i)).toList();
    try (JsonlSink sink = root.sink(new FaultyDisk())) {
      for (int round = 1; round <= 4; round++) {
        int revision = round;
        List<SessionChanges> batch =
            talks.stream().map(t -> t.changes(revision, revision)).toList();
        assertThat(sink.write(new ChangeBatch(batch, List.of())).written()).isEqualTo(2_000);
        assertThat(sink.openFiles()).isLessThanOrEqualTo(512);
      }
      assertThat(sink.checkpoint()).isEmpty();
      assertThat(sink.openFiles()).isLessThanOrEqualTo(512);
    }
    for (Conversation talk : talks) {
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void tight_limits_change_nothing_but_the_work() throws IOException {
    List<Conversation> talks =
        IntStream.range(0, 20)
            .mapToObj(i -> talk("s" + i).redacted(1, null).appended("more").deleted())
            .toList();
    Root other = new Root(directory.resolve("other"));
    writeInRounds(root.sink(), talks);
    writeInRounds(other.sink(new JsonlLimits(1, 2, 1, 1)), talks);
    assertThat(other.content()).isEqualTo(root.content());
  }

  private static void writeInRounds(JsonlSink sink, List<Conversation> talks) {
    try (sink) {
      for (int round = 1; round <= talks.get(0).size(); round++) {
        int revision = round;
        sink.write(
            new ChangeBatch(
                talks.stream().map(t -> t.changes(revision, revision)).toList(), List.of()));
      }
      assertThat(sink.checkpoint()).isEmpty();
    }
  }

  @Test
  void after_an_unclean_stop_a_damaged_middle_is_found_and_cut() throws IOException {
    Conversation talk = talk("s1");
    try (JsonlSink sink = root.sink(new FaultyDisk())) {
      sink.write(talk.all());
    }
    byte[] whole = Files.readAllBytes(root.file(talk));
    Path lock = root.paths().lock(Conversation.PARTITION);
    assertThat(lock).hasContent("clean\n");
    for (int at = 0; at < whole.length; at += 13) {
      Files.write(lock, new byte[0]);
      byte[] damaged = whole.clone();
      damaged[at] = 0;
      Files.write(root.file(talk), damaged);
      Files.deleteIfExists(root.paths().userLink(talk.session(), "ada"));
      try (JsonlSink sink = root.sink(new FaultyDisk())) {
        assertThat(sink.write(talk.all()).refused()).isEmpty();
        assertThat(Files.readAllBytes(root.file(talk))).as("damage at " + at).isEqualTo(whole);
        assertThat(root.paths().userLink(talk.session(), "ada")).isSymbolicLink();
      }
    }
  }

  @Test
  void a_mark_is_gone_while_the_lock_is_held() throws IOException {
    Path lock = root.paths().lock(Conversation.PARTITION);
    try (JsonlSink sink = root.sink()) {
      assertThat(Files.size(lock)).isZero();
      sink.release(Root.HELD);
      assertThat(lock).hasContent("clean\n");
      sink.acquire(Root.HELD);
      assertThat(Files.size(lock)).isZero();
    }
  }

  @Test
  void leftovers_of_a_rewrite_are_removed() throws IOException {
    Conversation talk = talk("s1");
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 2));
    }
    Path leftover = root.file(talk).resolveSibling(root.file(talk).getFileName() + ".tmp");
    Files.writeString(leftover, "half", StandardOpenOption.CREATE_NEW);
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.all());
    }
    assertThat(leftover).doesNotExist();
  }

  @Test
  void a_root_that_is_a_file_is_unavailable_and_the_message_says_where() throws IOException {
    Files.writeString(root.path(), "");
    JsonlSink sink = new JsonlSink(root.path(), 1);
    assertThatThrownBy(() -> sink.acquire(Root.HELD))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(root.path().toString())
        .hasMessageContaining("see to");
  }
}
