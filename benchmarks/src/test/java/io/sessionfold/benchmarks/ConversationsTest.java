package io.sessionfold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.cli.CommandException;
import io.sessionfold.journal.Change.Applied;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
  private static final String TWO =
      "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n"
          + "{\"messages\":[{\"role\":\"user\",\"content\":\"b\"},"
          + "{\"role\":\"assistant\",\"content\":\"c\"}]}\n";

  @TempDir Path directory;

  @Test
  void each_repetition_has_sessions_of_its_own_which_take_turns() throws Exception {
    Conversations conversations = Conversations.read(file(TWO), 2);
    List<String> changes = new ArrayList<>();
    SequencedSessions.forEach(conversations, change -> changes.add(text(change)));

    assertThat(changes)
        .containsExactly(
            "conversation-0-0 1 a",
            "conversation-0-1 1 b",
            "conversation-0-1 2 c",
            "conversation-1-0 1 a",
            "conversation-1-1 1 b",
            "conversation-1-1 2 c")
        .hasSize(conversations.events());
  }

  @Test
  void what_is_no_conversation_is_told_with_its_line() throws Exception {
    Path file = file(TWO + "{\"messages\":[]}\n");
    assertThatThrownBy(() -> Conversations.read(file, 1))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(file + ", line 3 is no conversation (it has no messages)");
    Path empty = file("");
    assertThatThrownBy(() -> Conversations.read(empty, 1)).hasMessageContaining("it has no line");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Conversations.read(missing, 1)).hasMessageContaining("cannot read");
  }

  private Path file(String content) throws Exception {
    return Files.writeString(Files.createTempFile(directory, "conversations", ".jsonl"), content);
  }

  private static String text(Applied change) {
    String data = change.data().toString();
    int at = data.indexOf("\"content\":\"") + "\"content\":\"".length();
    return change.session().id() + " " + change.revision() + " " + data.charAt(at);
  }
}
