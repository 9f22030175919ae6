package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were damaged while nobody held them, after a stop that was not clean. */
class DamageTest {
  @TempDir Path directory;

  private final Conversation talk =
      new Conversation("s").started("ada").appended("one").appended("two").appended("three");
  private Root root;

  @BeforeEach
  void write() throws IOException {
    root = new Root(directory.resolve("files"));
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 4));
    }
    Files.write(root.paths().lock(Conversation.PARTITION), new byte[0]);
  }

  private void damage(String ours, String damaged) throws IOException {
    Path file = root.file(talk);
    Files.writeString(file, Files.readString(file).replaceFirst(ours, damaged));
  }

  @Test
  void a_line_whose_data_means_nothing_is_cut_with_all_that_follow() throws IOException {
    root.rewrite(talk, 2, "\"format\":\"strands\"", "\"format\":\"strandz\"");
    talk.appended("four");
    try (JsonlSink sink = root.sink()) {
      WriteResult result = sink.write(talk.batch(5, 5));
      assertThat(result.refused().get(talk.session()).kind()).isEqualTo(Kind.GAP);
      assertThat(result.refused().get(talk.session()).storedRevision()).isEqualTo(1);
    }
  }

  @Test
  void a_damaged_file_is_discarded_and_written_anew() throws IOException {
    damage("\\{\"v\":1", "{\"w\":1");
    try (JsonlSink sink = root.sink()) {
      sink.discard(talk.session(), Conversation.PARTITION);
      assertThat(root.file(talk)).doesNotExist();
      assertThat(sink.write(talk.all()).written()).isEqualTo(4);
      assertThat(sink.checkpoint()).isEmpty();
    }
    assertThat(root.read(talk.session())).isEqualTo(talk.changes());
  }

  @Test
  void a_line_that_says_another_thing_than_was_written_is_cut_with_all_that_follow()
      throws IOException {
    damage("\"two\"", "\"twa\"");
    talk.appended("four");
    try (JsonlSink sink = root.sink()) {
      WriteResult result = sink.write(talk.batch(5, 5));
      assertThat(result.refused().get(talk.session()).kind()).isEqualTo(Kind.GAP);
      assertThat(result.refused().get(talk.session()).storedRevision()).isEqualTo(2);
    }
  }

  @Test
  void after_a_clean_stop_a_rewrite_finds_it_and_copies_nothing_of_it() throws IOException {
    clean();
    damage("\"two\"", "\"twa\"");
    talk.redacted(0, "gone");
    try (JsonlSink sink = root.sink()) {
      assertThat(sink.write(talk.batch(5, 5)).refused()).isEmpty();
      assertThat(sink.checkpoint()).isEqualTo(Root.HELD);
      WriteResult again = sink.write(talk.batch(5, 5));
      assertThat(again.refused().get(talk.session()).kind()).isEqualTo(Kind.GAP);
    }
  }

  @Test
  void another_first_line_than_was_written_is_a_gap_however_the_sink_stopped() throws IOException {
    clean();
    damage("\"generation\":1", "\"generation\":3");
    talk.appended("four");
    try (JsonlSink sink = root.sink()) {
      WriteResult result = sink.write(talk.batch(5, 5));
      assertThat(result.refused().get(talk.session()).kind()).isEqualTo(Kind.GAP);
    }
  }

  private void clean() throws IOException {
    root.sink().close();
  }
}
