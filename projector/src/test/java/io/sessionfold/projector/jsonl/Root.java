package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.CheckedLine;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory with session files, and what tests want to know of it. */
record Root(Path path) {
  static final Set<Integer> HELD = Set.of(Conversation.PARTITION);

  JsonlSink sink() {
    return acquired(new JsonlSink(path, 1));
  }

  JsonlSink sink(JsonlLimits limits) {
    return acquired(new JsonlSink(path, 1, limits));
  }

  JsonlSink sink(Disk disk) {
    return acquired(new JsonlSink(path, 1, JsonlLimits.DEFAULT, disk));
  }

  SessionFilePaths paths() {
    return new SessionFilePaths(path, 1);
  }

  Path file(Conversation conversation) {
    return paths().session(conversation.session());
  }

  String text(Conversation conversation) throws IOException {
    return Files.readString(file(conversation));
  }

  /** A line as it stands in a file, without its end. */
  static String line(JsonText content) {
    return new String(CheckedLine.of(content), StandardCharsets.UTF_8);
  }

  /** Writes other content into a line, as who wrote it would have: with its checksum. */
  void rewrite(Conversation conversation, int line, String ours, String theirs) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file(conversation)));
    byte[] content = CheckedLine.content(lines.get(line).getBytes(StandardCharsets.UTF_8));
    String changed = new String(content, StandardCharsets.UTF_8).replace(ours, theirs);
    lines.set(line, line(JsonText.trusted(changed)));
    Files.writeString(file(conversation), String.join("\n", lines) + "\n");
  }

  List<Applied> read(SessionKey session) throws IOException {
    try (SessionFileReader reader = SessionFileReader.open(paths().session(session))) {
      return reader.changes().toList();
    }
  }

  /** The names and contents of everything but locks and the identity. */
  TreeMap<String, String> content() throws IOException {
    TreeMap<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(path)) {
      all.filter(p -> !p.toString().contains(".lock") && !p.endsWith("root.json"))
          .filter(p -> !Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
          .forEach(p -> content.put(path.relativize(p).toString(), describe(p)));
    }
    return content;
  }

  /** Fails if the bytes of {@code secret} are in any file, name or link below the root. */
  void nowhere(String secret) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      all.forEach(
          p -> {
            assertThat(p.toString()).doesNotContain(secret);
            if (!Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)) {
              assertThat(describe(p)).as(p.toString()).doesNotContain(secret);
            }
          });
    }
  }

  private static JsonlSink acquired(JsonlSink sink) {
    assertThat(sink.acquire(HELD)).isEqualTo(HELD);
    return sink;
  }

  private static String describe(Path p) {
    try {
      return Files.isSymbolicLink(p)
          ? "-> " + Files.readSymbolicLink(p)
          : new String(Files.readAllBytes(p), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
