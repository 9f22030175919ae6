package io.sessionfold.projector.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.proof.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryRunsTest {
  @TempDir Path directory;

  private static Entry entry(int i) {
    SessionKey session = new SessionKey(i % 3 == 0 ? "acme" : "default", "s" + i);
    return switch (i % 5) {
      case 3 -> Entry.damaged(session, i, "damage " + i);
      case 4 -> Entry.moving(session, i, "moving " + i);
      default -> Entry.of(session, i, i, Digest.of(new byte[] {(byte) i}));
    };
  }

  private static String text(Entry e) {
    return e.session()
        + " "
        + e.revision()
        + " "
        + e.messages()
        + " "
        + e.digest()
        + " "
        + e.damage()
        + " "
        + e.isMoving();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 1_000_000})
  void entries_come_in_order_however_few_are_held(int held) throws IOException {
    List<Entry> entries = new ArrayList<>(IntStream.range(0, 500).mapToObj(i -> entry(i)).toList());
    List<String> expected = entries.stream().sorted().map(EntryRunsTest::text).toList();
    Collections.shuffle(entries, new Random(1));
    try (EntryRuns runs = new EntryRuns(directory, held)) {
      entries.forEach(runs::add);
      List<String> sorted = new ArrayList<>();
      runs.sorted().forEachRemaining(e -> sorted.add(text(e)));
      assertThat(sorted).isEqualTo(expected);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_row_has_what_each_source_says_of_a_session() {
    ThreeWayJoin join =
        new ThreeWayJoin(
            Map.of(
                Source.LOG, List.of(entry(0), entry(1), entry(2)).iterator(),
                Source.FILES, List.of(entry(1)).iterator(),
                Source.DOCUMENTS, List.of(entry(1), entry(2), entry(2)).iterator()));
    List<Map<Source, Entry>> rows = new ArrayList<>();
    join.forEachRemaining(rows::add);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).containsOnlyKeys(Source.LOG);
    assertThat(rows.get(1)).containsOnlyKeys(Source.LOG, Source.FILES, Source.DOCUMENTS);
    assertThat(rows.get(2)).containsOnlyKeys(Source.LOG, Source.DOCUMENTS);
    assertThat(rows.get(2).get(Source.DOCUMENTS).damage()).isEqualTo("is there twice");
  }

  @Test
  void a_sample_is_a_part_of_every_larger_one_and_about_as_large_as_it_says() {
    List<SessionKey> sessions =
        IntStream.range(0, 10_000).mapToObj(i -> SessionKey.of("s" + i)).toList();
    List<SessionKey> small = sessions.stream().filter(new Sample(0.05)).toList();
    List<SessionKey> larger = sessions.stream().filter(new Sample(0.2)).toList();
    assertThat(small).hasSizeBetween(400, 600);
    assertThat(larger).hasSizeBetween(1_800, 2_200).containsAll(small);
    assertThat(sessions).allMatch(Sample.ALL);
  }
}
