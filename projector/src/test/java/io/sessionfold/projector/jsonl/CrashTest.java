package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies, or the power fails, at every operation that it has with the disk. */
class CrashTest {
  @TempDir Path directory;

  private static final int BATCH = 2;

  private static List<Conversation> talks() {
    return List.of(
        new Conversation("a").started("ada").appended("one").appended("secret").redacted(1, null),
        new Conversation("b").appended("one").started("bob").appended("two").appended("three"),
        new Conversation("c").started("cleo").appended("one").deleted(),
        new Conversation("d").started("ada").appended("x").redacted(0, "y").redacted(0, null));
  }

  private static List<ChangeBatch> batches() {
    List<ChangeBatch> batches = new ArrayList<>();
    for (int from = 1; from <= 4; from += BATCH) {
      int first = from;
      batches.add(
          new ChangeBatch(
              talks().stream()
                  .filter(t -> t.size() >= first)
                  .map(t -> t.changes(first, Math.min(first + BATCH - 1, t.size())))
                  .toList(),
              List.of()));
    }
    return batches;
  }

  /** Writes from a watermark on; returns the watermark that was committed when it ended. */
  private static int run(JsonlSink sink, int watermark) {
    int committed = watermark;
    try (sink) {
      sink.acquire(Root.HELD);
      List<ChangeBatch> batches = batches();
      for (int i = watermark; i < batches.size(); i++) {
        WriteResult result = sink.write(batches.get(i));
        assertThat(result.refused()).isEmpty();
        if (sink.checkpoint().isEmpty()) {
          committed = i + 1;
        } else {
          i = committed - 1;
        }
      }
      sink.release(Root.HELD);
    } catch (StoreUnavailableException e) {
      return committed;
    }
    return committed;
  }

  private static JsonlSink sink(Root root, FaultyDisk disk) {
    return new JsonlSink(root.path(), 1, JsonlLimits.DEFAULT, disk);
  }

  private Root undisturbed() throws IOException {
    Root root = new Root(directory.resolve("undisturbed"));
    run(sink(root, new FaultyDisk()), 0);
    root.nowhere("secret");
    root.nowhere("cleo");
    return root;
  }

  private int operations() {
    FaultyDisk disk = new FaultyDisk();
    run(sink(new Root(directory.resolve("counted")), disk), 0);
    return disk.count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_crash_at_any_operation_changes_nothing_in_the_end(boolean powerFails) throws IOException {
    Root expected = undisturbed();
    int operations = operations();
    assertThat(operations).isGreaterThan(60);
    for (int n = 0; n < operations; n++) {
      Root root = new Root(directory.resolve("crash" + n));
      FaultyDisk disk = new FaultyDisk();
      disk.dieAt(n, n % 200);
      int committed = run(sink(root, disk), 0);
      if (powerFails) {
        disk.losePower(root.path());
      }
      assertThat(run(sink(root, new FaultyDisk()), committed)).isEqualTo(2);
      assertThat(root.content()).as("crash at operation " + n).isEqualTo(expected.content());
    }
  }

  @Test
  void one_failure_of_any_operation_is_repaired_by_trying_again() throws IOException {
    Root expected = undisturbed();
    int operations = operations();
    for (int n = 0; n < operations; n++) {
      Root root = new Root(directory.resolve("failure" + n));
      FaultyDisk disk = new FaultyDisk();
      int[] left = {n};
      disk.failNext(o -> left[0]-- == 0);
      persist(sink(root, disk));
      assertThat(root.content())
          .as("failure at operation " + n + ": " + disk.operations().get(n))
          .isEqualTo(expected.content());
    }
  }

  /**
   * As the loop around the sink does it: the same call again, and lost partitions from the start.
   */
  private static void persist(JsonlSink sink) {
    try (sink) {
      again(() -> assertThat(sink.acquire(Root.HELD)).isEqualTo(Root.HELD));
      List<ChangeBatch> batches = batches();
      for (int i = 0; i < batches.size(); i++) {
        ChangeBatch batch = batches.get(i);
        again(() -> assertThat(sink.write(batch).refused()).isEmpty());
        boolean[] lost = {false};
        again(() -> lost[0] = !sink.checkpoint().isEmpty());
        i = lost[0] ? -1 : i;
      }
    }
  }

  private static void again(Runnable call) {
    try {
      call.run();
    } catch (StoreUnavailableException e) {
      call.run();
    }
  }
}
