package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.sink.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsyncFailureTest {
  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private final Conversation talk =
      new Conversation("s").started("ada").appended("one").appended("two").appended("three");
  private Root root;

  @BeforeEach
  void root() {
    root = new Root(directory.resolve("files"));
  }

  @Test
  void a_failed_fsync_cuts_the_file_to_its_last_checkpoint_and_returns_the_partition()
      throws IOException {
    try (JsonlSink sink = root.sink(disk)) {
      sink.write(talk.batch(1, 2));
      assertThat(sink.checkpoint()).isEmpty();
      sink.write(talk.batch(3, 4));
      disk.failNext("sync");
      assertThat(sink.checkpoint()).isEqualTo(Root.HELD);
      assertThat(root.read(talk.session())).isEqualTo(talk.changes().subList(0, 2));
      assertThat(sink.write(talk.batch(3, 4)).written()).isEqualTo(2);
      assertThat(sink.checkpoint()).isEmpty();
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void a_file_whose_name_may_be_lost_is_made_again() throws IOException {
    try (JsonlSink sink = root.sink(disk)) {
      sink.write(talk.all());
      disk.failNext(
          o -> o.name().equals("syncDirectory") && o.path().equals(root.file(talk).getParent()));
      assertThat(sink.checkpoint()).isEqualTo(Root.HELD);
      assertThat(root.file(talk)).doesNotExist();
      sink.write(talk.all());
      assertThat(sink.checkpoint()).isEmpty();
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void skipped_lines_are_fsynced_before_they_count_as_durable() throws IOException {
    try (JsonlSink sink = root.sink(disk)) {
      sink.write(talk.all());
      sink.checkpoint();
      sink.write(talk.all());
      int before = disk.count();
      sink.checkpoint();
      assertThat(disk.operations().subList(before, disk.count()))
          .contains(new FaultyDisk.Operation("sync", root.file(talk)));
    }
  }

  @Test
  void a_first_touch_that_cannot_fsync_writes_the_file_anew() throws IOException {
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 2));
    }
    try (JsonlSink sink = root.sink(disk)) {
      disk.failNext("sync");
      assertThatThrownBy(() -> sink.write(talk.all()))
          .isInstanceOf(StoreUnavailableException.class);
      int before = disk.count();
      assertThat(sink.write(talk.all()).written()).isEqualTo(2);
      assertThat(disk.operations().subList(before, disk.count()))
          .contains(new FaultyDisk.Operation("move", root.file(talk)));
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void a_full_disk_leaves_whole_lines_only() throws IOException {
    try (JsonlSink sink = root.sink(disk)) {
      sink.write(talk.batch(1, 2));
      String before = root.text(talk);
      disk.failNext("write");
      assertThatThrownBy(() -> sink.write(talk.batch(3, 4)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(root.path().toString())
          .hasMessageContaining("free space");
      assertThat(root.text(talk)).isEqualTo(before);
      assertThat(sink.write(talk.batch(3, 4)).written()).isEqualTo(2);
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void a_half_line_that_cannot_be_taken_back_at_once_is_cut_at_the_next_touch() throws IOException {
    try (JsonlSink sink = root.sink(disk)) {
      sink.write(talk.batch(1, 2));
      disk.failNext("write");
      disk.failNext("truncate");
      assertThatThrownBy(() -> sink.write(talk.batch(3, 4)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(sink.write(talk.batch(3, 4)).written()).isEqualTo(2);
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
  }

  @Test
  void a_stop_that_was_not_durable_leaves_no_mark() throws IOException {
    JsonlSink sink = root.sink(disk);
    sink.write(talk.all());
    disk.failNext("sync");
    assertThatThrownBy(() -> sink.release(Root.HELD)).isInstanceOf(StoreUnavailableException.class);
    assertThat(root.paths().lock(Conversation.PARTITION)).isEmptyFile();
    try (JsonlSink next = root.sink()) {
      assertThat(next.write(talk.all()).refused()).isEmpty();
    }
  }

  @Test
  void a_file_in_doubt_leaves_the_other_partitions_clean() throws IOException {
    Set<Integer> both = Set.of(Conversation.PARTITION, 4);
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 2));
    }
    try (JsonlSink sink = new JsonlSink(root.path(), 1, JsonlLimits.DEFAULT, disk)) {
      sink.acquire(both);
      disk.failNext(o -> o.name().equals("sync") && o.path().equals(root.file(talk)));
      assertThatThrownBy(() -> sink.write(talk.all()))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> sink.release(both)).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(root.paths().lock(Conversation.PARTITION)).isEmptyFile();
    assertThat(root.paths().lock(4)).hasContent("clean\n");
  }
}
