package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.EventType;
import io.sessionfold.file.LaterReleaseException;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a later release wrote into, and changes that this release cannot work with. */
class LaterReleaseTest {
  @TempDir Path directory;

  private final Conversation talk =
      new Conversation("s").started("ada").appended("one").appended("two").appended("three");
  private Root root;

  @BeforeEach
  void root() {
    root = new Root(directory.resolve("files"));
  }

  @ParameterizedTest
  @CsvSource({
    "4, true, '{\"v\":1,', '{\"v\":2,'",
    "4, false, '{\"v\":1,', '{\"v\":2,'",
    "4, true, '\"version\":1', '\"version\":2'",
    "4, false, '\"version\":1', '\"version\":2'",
    "2, false, '\"version\":1', '\"version\":2'",
    "4, true, message.appended, message.sung",
    "4, false, message.appended, message.sung",
    "2, false, message.appended, message.sung"
  })
  void a_line_of_a_later_release_is_refused_and_never_cut(
      int line, boolean clean, String ours, String later) throws IOException {
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 4));
    }
    root.rewrite(talk, line, ours, later);
    if (!clean) {
      Files.write(root.paths().lock(Conversation.PARTITION), new byte[0]);
    }
    String before = root.text(talk);
    talk.appended("four");
    try (JsonlSink sink = root.sink()) {
      Refusal refusal = sink.write(talk.all()).refused().get(talk.session());
      assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
      assertThat(refusal.message())
          .contains(root.file(talk).toString())
          .contains("run that release, or a later one");
      assertThat(sink.checkpoint()).isEmpty();
    }
    assertThat(root.text(talk)).isEqualTo(before);
    assertThatThrownBy(() -> root.read(talk.session()))
        .rootCause()
        .isInstanceOf(LaterReleaseException.class)
        .hasMessageContaining("line " + (line + 1));
  }

  @Test
  void a_session_whose_rewrite_fails_again_is_refused_and_the_others_go_on() throws IOException {
    Conversation other = new Conversation("other").appended("secret").redacted(0, null);
    ChangeBatch batch =
        new ChangeBatch(List.of(withUnknownRedaction(), other.changes(1, 2)), List.of());
    try (JsonlSink sink = root.sink()) {
      assertThat(sink.write(batch).refused()).isEmpty();
      assertThat(sink.checkpoint()).isEqualTo(Root.HELD);
      assertThat(sink.write(batch).refused()).isEmpty();
      assertThat(sink.checkpoint()).isEqualTo(Root.HELD);
      WriteResult result = sink.write(batch);
      assertThat(result.refused()).containsOnlyKeys(talk.session());
      assertThat(result.refused().get(talk.session()).kind()).isEqualTo(Kind.GAP);
      assertThat(result.refused().get(talk.session()).message())
          .contains("cannot be rewritten")
          .contains("release the session from quarantine");
      assertThat(sink.checkpoint()).isEmpty();
    }
    assertThat(root.read(other.session())).hasSize(2);
    root.nowhere("secret");
  }

  /** The four changes, and a redaction whose data this release does not read. */
  private SessionChanges withUnknownRedaction() {
    Applied known = new Conversation("s").appended("x").redacted(0, null).changes().get(1);
    List<Applied> changes = new ArrayList<>(talk.changes());
    changes.add(
        new Applied(
            known.session(),
            5,
            EventType.MESSAGE_REDACTED,
            99,
            known.event(),
            null,
            known.agent(),
            known.index(),
            known.page(),
            null,
            false,
            known.data()));
    return new SessionChanges(talk.session(), Conversation.PARTITION, 1, changes);
  }
}
