package io.sessionfold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.benchmarks.OpenFiles.Kind;
import io.sessionfold.json.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Path STATE = Path.of("/data/state");
  private static final Path FILES = Path.of("/data/files");

  @Test
  void a_descriptor_is_counted_where_it_belongs() {
    assertThat(kind("socket:[4711]")).isEqualTo(Kind.SOCKETS);
    assertThat(kind("anon_inode:[eventpoll]")).isEqualTo(Kind.SOCKETS);
    assertThat(kind("/data/state/sessionfold-j1/0_0/rocksdb/seen-events/7.sst"))
        .isEqualTo(Kind.STATE);
    assertThat(kind("/data/files/g1/default/sessions/0a/s.jsonl")).isEqualTo(Kind.FILES);
    assertThat(kind("/data/files-of-others")).isEqualTo(Kind.OTHER);
    assertThat(kind("/lib/rocksdb.jar")).isEqualTo(Kind.OTHER);
  }

  private static Kind kind(String target) {
    return OpenFiles.kind(target, STATE, FILES);
  }

  @Test
  void the_most_of_two_counts_is_that_of_each_kind() {
    OpenFiles most =
        new OpenFiles(Map.of(Kind.STATE, 5, Kind.SOCKETS, 1))
            .most(new OpenFiles(Map.of(Kind.STATE, 3, Kind.SOCKETS, 2)));
    assertThat(most.of(Kind.STATE)).isEqualTo(5);
    assertThat(most.all()).isEqualTo(7);
  }

  @Test
  void the_heap_is_what_is_left_after_a_collection() {
    Stream<String> log =
        Stream.of(
            "[0.5s][info][gc] Using G1",
            "[1.2s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 900M->120M(1024M) 4ms",
            "[1.4s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 700M->310M(1024M) 9ms",
            "[1.5s][info][gc] GC(2) Concurrent Mark Cycle");
    assertThat(GcLog.mostAfterCollection(log)).isEqualTo(310);
  }

  @Test
  void the_resident_memory_of_a_process_is_read_in_kibibytes() {
    assertThat(Memory.peakMebibytes(List.of("VmPeak:\t  99 kB", "VmHWM:\t  2048 kB"))).isEqualTo(2);
  }

  @Test
  void it_is_done_when_both_sinks_have_every_change() throws Exception {
    String done = "{\"records\":3,\"lag\":0}";
    assertThat(isDone(done, done)).isTrue();
    assertThat(isDone(done, "{\"records\":3,\"lag\":1}")).isFalse();
    assertThat(isDone(done, "{\"records\":2,\"lag\":0}")).isFalse();
    assertThat(isDone(done, "{\"state\":\"waiting\"}")).isFalse();
    assertThat(LimitsRun.isDone(JsonText.parse("{\"sinks\":[" + done + "]}"), 3)).isFalse();
  }

  private static boolean isDone(String one, String other) throws Exception {
    return LimitsRun.isDone(JsonText.parse("{\"sinks\":[" + one + "," + other + "]}"), 3);
  }

  @Test
  void the_backlog_has_the_size_that_is_asked_for() {
    Workload backlog = Extreme.BACKLOG.workload(0.5);
    assertThat((double) backlog.events() * backlog.bytes()).isBetween(4.9e8, 5.1e8);
    assertThat(Extreme.LARGE_MESSAGES.workload(1).bytes()).isEqualTo(1 << 20);
  }

  @Test
  void a_spread_is_min_median_and_max() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(1, 2, 3));
    assertThat(Spread.of(4, 1)).isEqualTo(new Spread(1, 2.5, 4));
  }
}
