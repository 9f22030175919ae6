package io.sessionfold.query.export;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionTail;
import io.sessionfold.query.ValidQuery;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.query.parts.MessageParts;
import io.sessionfold.query.parts.Part;
import io.sessionfold.query.valid.ValidMessage;
import io.sessionfold.query.valid.ValidView;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as lines {@code {"messages":[…]}}, each the conversation of one agent in the shape of
 * OpenAI's chat API, as fine-tuning takes it, whatever format the messages have.
 *
 * <p>Every line is valid: each call is answered right behind it ({@link ValidView}). Text, images,
 * sound, documents, calls and results are taken over; cache points, signatures, citations and what
 * is not known are left out. A synced system prompt stands in front, where no message of the system
 * does.
 */
public final class ChatExport {
  private final boolean reasoning;

  private ChatExport(boolean reasoning) {
    this.reasoning = reasoning;
  }

  /** Without what models thought. */
  public static ChatExport withoutReasoning() {
    return new ChatExport(false);
  }

  /** With what models thought, as {@code reasoning_content}, which OpenAI's own API ignores. */
  public static ChatExport withReasoning() {
    return new ChatExport(true);
  }

  /**
   * The lines of a session, one for each agent that has messages, in the order of the agents. Each
   * agent's messages are read when its line is asked for, and only these are in memory.
   *
   * @return no lines if there is no such session
   */
  public Stream<JsonText> lines(SessionReader reader, SessionKey key, Freshness freshness) {
    Optional<SessionTail> tail = reader.tail(key, freshness);
    return tail.stream()
        .flatMap(session -> session.session().agents().values().stream())
        .map(
            agent ->
                line(
                    agent,
                    reader.valid(key, ValidQuery.of(agent.name()), Freshness.any()).messages()))
        .flatMap(Optional::stream);
  }

  /** The line of an agent with all its messages; empty if it has none. */
  public Optional<JsonText> lineOf(Agent agent, List<Message> messages) {
    return line(agent, ValidView.of(messages).messages());
  }

  private Optional<JsonText> line(Agent agent, List<ValidMessage> messages) {
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    ChatMessages chat = new ChatMessages(reasoning);
    messages.forEach(chat::add);
    List<JsonText> lines = new ArrayList<>(ValidView.ofChat(agent.name(), chat.messages()));
    JsonText prompt = prompt(agent.data().get("system_prompt"));
    if (prompt != null && !isSystem(lines)) {
      lines.add(0, prompt);
    }
    return Optional.of(new JsonWriter().add("messages", lines).done());
  }

  private static boolean isSystem(List<JsonText> lines) {
    return !lines.isEmpty() && "system".equals(LenientJson.string(lines.get(0).members(), "role"));
  }

  private static @Nullable JsonText prompt(@Nullable JsonText prompt) {
    if (prompt == null) {
      return null;
    }
    String text =
        MessageParts.of(new JsonWriter().add("content", prompt).done()).stream()
            .map(part -> part instanceof Part.Text said ? said.content() : null)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"));
    return text.isEmpty()
        ? null
        : new JsonWriter().add("role", "system").add("content", text).done();
  }
}
