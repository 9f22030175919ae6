package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Session;
import io.sessionfold.sink.WriteResult.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
  private static final String SECRET = "S3CRET";

  @TempDir Path directory;

  private Root root;

  @BeforeEach
  void root() {
    root = new Root(directory.resolve("files"));
  }

  private static Conversation start() {
    return new Conversation("s").started("zelda").appended("zero").appended("public one");
  }

  /** All secrets are taken back at the end of each. */
  static Stream<Supplier<Conversation>> conversations() {
    return Stream.of(
        () -> start().appended(SECRET).redacted(2, null),
        () -> start().appended(SECRET).appended("later").redacted(2, "hidden").appended("end"),
        () -> new Conversation("s").appended(SECRET).redacted(0, null),
        () ->
            start()
                .appended(SECRET + 1)
                .replaced(2, MessageFormat.OPENAI_CHAT, "assistant", SECRET + 2)
                .redacted(2, null)
                .appended("end"),
        () -> start().appended(SECRET).replaced(2, null, "user", "harmless").redacted(2, "x"),
        () -> start().appended(SECRET).redacted(2, "still " + SECRET).redacted(2, null),
        () -> start().appended(SECRET).redacted(2, SECRET).redacted(2, "b").redacted(2, "c"),
        () ->
            start()
                .appended(SECRET)
                .redacted(2, null)
                .replaced(2, null, "user", SECRET)
                .redacted(2, null)
                .appended("end"),
        () ->
            start()
                .appended(SECRET)
                .appended(SECRET)
                .redacted(3, "three")
                .appended(SECRET)
                .redacted(2, null)
                .redacted(4, null)
                .appended("end"));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void nothing_of_a_redacted_text_stays_and_the_fold_is_the_same(Supplier<Conversation> made)
      throws IOException {
    Conversation talk = made.get();
    String bytes = null;
    for (int size = 1; size <= talk.size(); size++) {
      Root own = new Root(directory.resolve("by" + size));
      try (JsonlSink sink = own.sink()) {
        for (int to = Math.min(size, talk.size()); ; to = Math.min(to + size, talk.size())) {
          sink.write(talk.batch(Math.max(1, to - size + 1), to));
          sink.checkpoint();
          if (to == talk.size()) {
            break;
          }
        }
        own.nowhere(SECRET);
      }
      Session before = Session.before(talk.session());
      assertThat(Session.fold(before, own.read(talk.session())))
          .isEqualTo(Session.fold(before, talk.changes()));
      bytes = bytes == null ? own.text(talk) : bytes;
      assertThat(own.text(talk)).isEqualTo(bytes);
    }
  }

  @Test
  void a_redaction_waits_for_the_checkpoint_with_all_that_follows_it() throws IOException {
    Conversation talk = start().appended(SECRET).redacted(2, null).appended("after");
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 5));
      sink.write(talk.batch(6, 6));
      assertThat(root.read(talk.session())).isEqualTo(talk.changes().subList(0, 4));
      sink.checkpoint();
      assertThat(root.read(talk.session())).hasSize(6);
      sink.write(start().appended(SECRET).redacted(2, null).appended("after").all());
      assertThat(root.read(talk.session())).hasSize(6);
    }
  }

  @Test
  void what_waits_is_bounded() throws IOException {
    Conversation talk = start().appended(SECRET).redacted(2, null);
    for (int i = 0; i < 50; i++) {
      talk.appended("after " + i);
    }
    try (JsonlSink sink = root.sink(new JsonlLimits(10, 10, 10, 4_000))) {
      sink.write(talk.all());
      assertThat(root.read(talk.session())).hasSize(talk.size());
      root.nowhere(SECRET);
    }
  }

  @Test
  void lines_keep_their_revisions_and_other_lines_their_bytes() throws IOException {
    Conversation talk = start().appended(SECRET).appended("later").redacted(2, "hidden");
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.all());
      sink.checkpoint();
    }
    List<String> lines = Files.readAllLines(root.file(talk));
    for (int i = 0; i < talk.size(); i++) {
      String original = ChangeCodec.write(talk.changes().get(i)).toString();
      String expected =
          original.replace(
              "{\"role\":\"user\",\"content\":\"" + SECRET + "\"}",
              "{\"role\":\"assistant\",\"content\":\"hidden\"}");
      assertThat(lines.get(i + 1)).isEqualTo(Root.line(JsonText.trusted(expected)));
    }
  }

  @Test
  void a_deleted_session_is_its_tombstone_and_nothing_else() throws IOException {
    Conversation talk = start().appended(SECRET).redacted(2, null).deleted();
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 4));
      sink.checkpoint();
      assertThat(root.paths().userLink(talk.session(), "zelda")).isSymbolicLink();
      sink.write(talk.batch(5, 6));
      sink.checkpoint();
      root.nowhere(SECRET);
      root.nowhere("zelda");
      root.nowhere("zero");
      sink.write(talk.all());
      sink.checkpoint();
      root.nowhere("zelda");
    }
    assertThat(root.text(talk))
        .isEqualTo(
            Root.line(new SessionFileHeader(talk.session(), 1, 6).json())
                + "\n"
                + Root.line(ChangeCodec.write(talk.changes().get(5)))
                + "\n");
  }

  @Test
  void a_deletion_in_the_first_batch_leaves_only_the_tombstone() throws IOException {
    Conversation talk = start().appended(SECRET).deleted();
    Conversation alone = new Conversation("alone").deleted();
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.all());
      sink.write(alone.all());
      sink.checkpoint();
      root.nowhere(SECRET);
      root.nowhere("zelda");
    }
    assertThat(root.read(talk.session())).isEqualTo(talk.changes().subList(4, 5));
    assertThat(root.read(alone.session())).isEqualTo(alone.changes());
  }

  @Test
  void the_links_of_a_users_other_sessions_stay() throws IOException {
    Conversation gone = new Conversation("gone").started("zelda").deleted();
    Conversation kept = new Conversation("kept").started("zelda").appended("hi");
    try (JsonlSink sink = root.sink()) {
      sink.write(kept.all());
      sink.write(gone.all());
      sink.checkpoint();
    }
    assertThat(root.paths().userLink(gone.session(), "zelda")).doesNotExist();
    assertThat(root.paths().userLink(kept.session(), "zelda")).isSymbolicLink().exists();
  }

  @Test
  void a_tombstone_takes_no_later_changes() throws IOException {
    Conversation talk = start().deleted().appended(SECRET);
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.batch(1, 4));
      sink.checkpoint();
      sink.release(Root.HELD);
      sink.acquire(Root.HELD);
      assertThat(sink.write(talk.batch(5, 5)).refused().get(talk.session()).kind())
          .isEqualTo(Kind.REFUSED);
      root.nowhere(SECRET);
    }
  }
}
