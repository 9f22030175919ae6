package io.sessionfold.projector.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.projector.jsonl.FileCheck.Counts;
import io.sessionfold.projector.jsonl.FileCheck.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCheckTest {
  @TempDir Path directory;

  private final Conversation talk =
      new Conversation("s").started("ada").appended("one").appended("two");
  private final Conversation other = new Conversation("Other").appended("one");
  private final List<Problem> problems = new ArrayList<>();
  private Root root;

  @BeforeEach
  void write() throws IOException {
    root = new Root(directory.resolve("files"));
    try (JsonlSink sink = root.sink()) {
      sink.write(talk.all());
      sink.write(other.all());
    }
  }

  private Counts check() throws IOException {
    return FileCheck.all(root.paths(), problems::add);
  }

  private void replace(String ours, String theirs) throws IOException {
    String before = root.text(talk);
    assertThat(before).contains(ours);
    Files.writeString(root.file(talk), before.replace(ours, theirs));
  }

  private void assertOne(Conversation damaged, String message) {
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).session()).contains(damaged.session());
    assertThat(problems.get(0).message()).contains(message, root.file(damaged).toString());
  }

  @Test
  void whole_files_have_no_problem_and_are_counted_links_are_not() throws IOException {
    Counts counts = check();

    assertThat(problems).isEmpty();
    long bytes = Files.size(root.file(talk)) + Files.size(root.file(other));
    assertThat(counts).isEqualTo(new Counts(2, 4, bytes, 0));
  }

  @Test
  void one_character_of_a_text_is_found() throws IOException {
    replace("\"one\"", "\"onf\"");
    Counts counts = check();

    assertOne(talk, "line 3");
    assertThat(problems.get(0).message()).doesNotContain("onf");
    assertThat(counts.changes()).isEqualTo(2);
  }

  @Test
  void a_missing_line_is_found() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(root.file(talk)));
    lines.remove(2);
    Files.writeString(root.file(talk), String.join("\n", lines) + "\n");
    check();

    assertOne(talk, "is not revision 2");
  }

  @Test
  void a_damaged_header_leaves_the_name_to_tell_whose_file_it_is() throws IOException {
    replace("sessionfold.session", "sessionfold.sessioN");
    check();

    assertOne(talk, "line 1");
  }

  @Test
  void the_file_of_another_session_belongs_elsewhere() throws IOException {
    Files.writeString(root.file(other), root.text(talk));
    check();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).session()).isEmpty();
    assertThat(problems.get(0).message()).contains("belongs elsewhere");
  }

  @ParameterizedTest
  @CsvSource({"2, '\"v\":1', '\"v\":2'", "0, '\"version\":1', '\"version\":2'"})
  void a_line_of_a_later_release_is_told_and_not_to_be_written_anew(
      int line, String ours, String later) throws IOException {
    root.rewrite(talk, line, ours, later);
    check();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).session()).isEmpty();
    assertThat(problems.get(0).message()).contains("line " + (line + 1), "later release");
  }

  @Test
  void a_line_that_is_being_written_is_no_damage() throws IOException {
    Files.writeString(root.file(talk), "{\"v\":1,", StandardOpenOption.APPEND);
    check();

    assertThat(problems).isEmpty();
  }

  @Test
  void lines_without_a_checksum_are_counted_and_believed() throws IOException {
    Files.writeString(
        root.file(talk), root.text(talk).replaceAll(",\"crc32c\":\"[0-9a-f]{8}\"}", "}"));
    Counts counts = check();

    assertThat(problems).isEmpty();
    assertThat(counts.unchecked()).isEqualTo(4);
  }

  @Test
  void a_root_without_files_is_whole() throws IOException {
    assertThat(FileCheck.all(new Root(directory.resolve("none")).paths(), problems::add))
        .isEqualTo(Counts.NONE);
  }
}
