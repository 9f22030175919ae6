package io.sessionfold.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.file.CheckedLine;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.AsOf.AtTime;
import io.sessionfold.session.PastSession;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.FixtureLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileHistoryTest {
  private static final SessionKey S = EventLog.SESSION;

  @TempDir Path directory;

  static Stream<FixtureLog> logs() {
    return FixtureLogs.all().stream();
  }

  private static FileHistory history(WrittenFiles files, SessionKey key, long current) {
    return new FileHistory(files.paths(), key, files.rootId(), current);
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_file_tells_the_same_past_as_the_journal_at_every_point(FixtureLog log) {
    Journal journal = log.journal();
    WrittenFiles files = WrittenFiles.of(directory, journal);
    for (SessionKey key : journal.sessions()) {
      List<Applied> changes = journal.applied(key);
      FileHistory file = history(files, key, changes.size());
      for (Applied change : changes) {
        AtRevision revision = new AtRevision(change.revision());
        AtTime time = new AtTime(change.event().recordedAt());
        Optional<PastSession> past = PastSession.of(key, revision, changes::forEach);
        assertThat(PastSession.of(key, revision, file)).isEqualTo(past);
        assertThat(PastSession.of(key, time, file))
            .isEqualTo(PastSession.of(key, time, changes::forEach));
        assertThat(past.isEmpty()).isEqualTo(journal.session(key).deleted());
      }
    }
  }

  private WrittenFiles corrections() {
    return WrittenFiles.of(directory, FixtureLogs.corrections().journal());
  }

  private static void assertRefused(FileHistory history, String... why) {
    assertThatThrownBy(() -> history.forEach(change -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .message()
        .contains(why);
  }

  @Test
  void a_line_that_is_being_written_is_not_read() throws IOException {
    WrittenFiles files = corrections();
    List<Applied> told = new ArrayList<>();
    Files.writeString(files.file(S), "{\"v\":1,", StandardOpenOption.APPEND);
    history(files, S, 20).forEach(told::add);
    assertThat(told).hasSize(20);
    assertRefused(history(files, S, 21), "ends at revision 20", "before revision 21");
  }

  @Test
  void a_damaged_file_is_refused_and_so_is_one_that_lacks_lines() throws IOException {
    WrittenFiles files = corrections();
    String whole = Files.readString(files.file(S));
    Files.writeString(files.file(S), whole.replace("\"message 3\"", "\"message 4\""));
    assertRefused(history(files, S, 20), "line 5", "checksum");
    Files.writeString(files.file(S), whole.substring(0, whole.length() - 30));
    assertRefused(history(files, S, 20), "ends at revision 19");
    Files.writeString(files.file(S), whole.replaceFirst("\n[^\n]*\n", "\n"));
    assertRefused(history(files, S, 20), "is not revision 1");
    Files.writeString(files.file(S), "");
    assertRefused(history(files, S, 20), "is not the file of " + S);
  }

  @Test
  void a_file_that_begins_later_is_refused() throws IOException {
    WrittenFiles files = corrections();
    List<String> lines = new ArrayList<>(Files.readAllLines(files.file(S)));
    byte[] header = CheckedLine.of(new SessionFileHeader(S, 1, 2).json());
    lines.set(0, new String(header, StandardCharsets.UTF_8));
    lines.remove(1);
    Files.writeString(files.file(S), String.join("\n", lines) + "\n");
    assertRefused(history(files, S, 20), "begins at revision 2");
  }

  @Test
  void a_line_of_an_earlier_release_that_means_nothing_is_refused() throws IOException {
    WrittenFiles files = corrections();
    String old = Files.readString(files.file(S)).replaceAll(",\"crc32c\":\"[0-9a-f]{8}\"}", "}");
    Files.writeString(files.file(S), old);
    history(files, S, 20).forEach(change -> {});
    Files.writeString(files.file(S), old.replaceFirst("\"message\":", "\"massage\":"));
    assertRefused(history(files, S, 20), "revision 1 means nothing");
  }

  @Test
  void a_file_of_another_session_or_root_is_refused() throws IOException {
    WrittenFiles files = corrections();
    SessionKey other = SessionKey.of("other");
    Files.createDirectories(files.file(other).getParent());
    Files.copy(files.file(S), files.file(other));
    assertRefused(history(files, other, 1), "is not the file of " + other);
    assertRefused(
        new FileHistory(files.paths(), S, "another id", 1), "is not the root that the sink writes");
    assertThatThrownBy(() -> history(files, SessionKey.of("none"), 1).forEach(change -> {}))
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void of_a_deleted_session_the_deletion_is_told() {
    WrittenFiles files = WrittenFiles.of(directory, FixtureLogs.deletedWithLateEvents().journal());
    List<Applied> told = new ArrayList<>();
    history(files, S, 2).forEach(told::add);
    assertThat(told).map(Applied::type).containsExactly(EventType.SESSION_DELETED);
  }
}
