package io.sessionfold.benchmarks;

import io.sessionfold.cli.CommandException;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Real conversations of a file, again and again in sessions of their own. All conversations of a
 * repetition go on at the same time, a message each in turn.
 *
 * @param conversations the data of the events, by conversation
 */
record Conversations(List<List<JsonText>> conversations, int repeat) implements Messages {
  Conversations {
    if (repeat < 1) {
      throw new IllegalArgumentException("conversations are repeated once at least");
    }
  }

  /**
   * Reads a file with an object a line, {@code {"messages": […]}}, the messages as OpenAI's chat
   * API has them; other members are left out.
   *
   * @throws CommandException if it is no such file
   */
  static Conversations read(Path file, int repeat) {
    List<List<JsonText>> conversations = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        conversations.add(messages(line));
      }
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": name a file that is there", e);
    } catch (JsonSyntaxException | IllegalStateException e) {
      throw notConversations(file, conversations.size() + 1, e);
    }
    if (conversations.isEmpty()) {
      throw notConversations(file, 1, new IllegalStateException("it has no line"));
    }
    return new Conversations(conversations, repeat);
  }

  private static List<JsonText> messages(String line) throws JsonSyntaxException {
    JsonText messages = JsonText.parse(line).members().get("messages");
    if (messages == null || messages.elements().isEmpty()) {
      throw new IllegalStateException("it has no messages");
    }
    return messages.elements().stream()
        .map(m -> MessageAppended.of("agent", MessageFormat.OPENAI_CHAT, m).data())
        .toList();
  }

  private static CommandException notConversations(Path file, int line, Exception e) {
    return new CommandException(
        "%s, line %d is no conversation (%s): expected {\"messages\": […]}"
            .formatted(file, line, e.getMessage()),
        e);
  }

  @Override
  public int events() {
    return Math.multiplyExact(repeat, conversations.stream().mapToInt(List::size).sum());
  }

  @Override
  public void forEach(BiConsumer<SessionKey, JsonText> message) {
    int longest = conversations.stream().mapToInt(List::size).max().orElse(0);
    for (int repetition = 0; repetition < repeat; repetition++) {
      for (int turn = 0; turn < longest; turn++) {
        for (int i = 0; i < conversations.size(); i++) {
          List<JsonText> conversation = conversations.get(i);
          if (turn < conversation.size()) {
            SessionKey session = SessionKey.of("conversation-" + repetition + "-" + i);
            message.accept(session, conversation.get(turn));
          }
        }
      }
    }
  }
}
