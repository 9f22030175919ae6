package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.WriteResult.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where files and links stand, whatever sessions, users and tenants are called. */
class JsonlNamesTest {
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
  void the_link_of_a_user_leads_to_the_file() throws IOException {
    Conversation talk = talk("s1");
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.all());
      sink.checkpoint();
    }
    Path link = root.paths().userLink(talk.session(), "ada");
    assertThat(Files.readSymbolicLink(link)).isRelative();
    assertThat(link.toRealPath()).isEqualTo(root.file(talk).toRealPath());
  }

  @Test
  void something_else_in_the_place_of_a_link_is_refused() throws IOException {
    Conversation talk = talk("s1");
    Path link = root.paths().userLink(talk.session(), "ada");
    Files.createDirectories(link.getParent());
    Files.writeString(link, "mine");
    try (JsonlSink sink = root.sink()) {
      assertThat(sink.write(talk.all()).refused().get(talk.session()).kind())
          .isEqualTo(Kind.REFUSED);
    }
    assertThat(link).hasContent("mine");
    assertThat(root.file(talk)).doesNotExist();
  }

  @Test
  void names_never_lead_out_of_the_root_and_never_meet() throws IOException {
    List<String> names =
        List.of(
            "..",
            ".",
            "...",
            "a\\b",
            "..\\..\\x",
            "CON",
            "con",
            "nul.txt",
            "%2e",
            "~",
            "-rf",
            "\u00e9",
            "e\u0301",
            "ID",
            "id",
            "Id",
            "\ud83d\ude00",
            "\u202eabc",
            " ",
            "a b",
            "$x.y",
            "x".repeat(256),
            "x".repeat(255) + "X",
            "\u00e9".repeat(256),
            ".jsonl",
            "a.jsonl.tmp");
    List<Conversation> talks =
        names.stream()
            .map(n -> new Conversation(n).started(n + "/../../" + n).appended("hi"))
            .toList();
    try (JsonlSink sink = root.sink()) {
      for (Conversation talk : talks) {
        assertThat(sink.write(talk.all()).written()).isEqualTo(2);
      }
      sink.checkpoint();
    }
    for (Conversation talk : talks) {
      assertThat(root.read(talk.session())).isEqualTo(talk.changes());
    }
    assertThat(talks.stream().map(t -> root.file(t).toString().toLowerCase(Locale.ROOT)))
        .doesNotHaveDuplicates();
    try (Stream<Path> outside = Files.list(directory)) {
      assertThat(outside).containsExactly(root.path());
    }
    try (Stream<Path> all = Files.walk(root.path())) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .allMatch(n -> n.matches("[!-~]{1,255}") && n.equals(n.toLowerCase(Locale.ROOT)));
    }
  }

  @Test
  void tenants_are_apart() throws IOException {
    Conversation a = new Conversation(new SessionKey("a", "s")).started("u").appended("of a");
    Conversation b = new Conversation(new SessionKey("b", "s")).started("u").appended("of b");
    try (JsonlSink sink = root.sink()) {
      sink.write(new ChangeBatch(List.of(a.changes(1, 2), b.changes(1, 2)), List.of()));
    }
    assertThat(root.read(a.session())).isEqualTo(a.changes());
    assertThat(root.read(b.session())).isEqualTo(b.changes());
  }
}
