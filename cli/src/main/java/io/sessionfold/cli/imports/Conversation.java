package io.sessionfold.cli.imports;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of an import: a whole conversation, {@code {"id", "messages", "metadata"?}}, its
 * messages as the OpenAI chat API has them. Reading it again gives events with the same ids, so
 * that an import can be repeated, and a longer file adds what is new.
 */
public record Conversation(SessionKey session, List<Event> events) {
  /** The source of every imported event. */
  public static final String SOURCE = "/import";

  /** A line that is not a conversation; the message says why. */
  public static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String message) {
      super(message);
    }
  }

  /**
   * An event to publish.
   *
   * @param id {@code <session>#<position>} of a message, {@code <session>#started}
   * @param time the message's own {@code timestamp}, if it has one; of a start that of the first
   *     message
   */
  public record Event(String id, EventType type, @Nullable Instant time, JsonText data) {}

  /**
   * Reads a line.
   *
   * @throws BadLine if it is not a conversation
   */
  public static Conversation read(byte[] line, String tenant, String agent) throws BadLine {
    Map<String, JsonText> members = object(parse(line), "the line");
    SessionKey session = session(members.get("id"), tenant);
    JsonText messages = members.get("messages");
    if (messages == null || messages.kind() != JsonText.Kind.ARRAY) {
      throw new BadLine("messages: expected an array");
    }
    List<Event> events = new ArrayList<>();
    int position = 0;
    for (JsonText message : messages.elements()) {
      events.add(appended(session, agent, message, position++));
    }
    Instant begun = events.isEmpty() ? null : events.get(0).time();
    events.add(0, started(session, begun, members.get("metadata")));
    return new Conversation(session, events);
  }

  private static Event started(
      SessionKey session, @Nullable Instant begun, @Nullable JsonText metadata) throws BadLine {
    if (metadata != null) {
      object(metadata, "metadata");
    }
    return new Event(
        session.id() + "#started",
        EventType.SESSION_STARTED,
        begun,
        new JsonWriter().add("metadata", metadata).done());
  }

  private static Event appended(SessionKey session, String agent, JsonText message, int position)
      throws BadLine {
    Map<String, JsonText> members = object(message, "messages/" + position);
    return new Event(
        session.id() + "#" + position,
        EventType.MESSAGE_APPENDED,
        time(members.get("timestamp"), position),
        MessageAppended.of(agent, MessageFormat.OPENAI_CHAT, message).data());
  }

  private static @Nullable Instant time(@Nullable JsonText timestamp, int position) throws BadLine {
    if (timestamp == null || timestamp.isNull()) {
      return null;
    }
    if (timestamp.kind() == JsonText.Kind.STRING) {
      Instant time = Times.parse(timestamp.string()).orElse(null);
      if (time != null) {
        return time;
      }
    }
    throw new BadLine(
        "messages/" + position + "/timestamp: expected RFC 3339, such as 2026-03-01T09:30:00Z");
  }

  private static SessionKey session(@Nullable JsonText id, String tenant) throws BadLine {
    if (id == null || id.kind() != JsonText.Kind.STRING) {
      throw new BadLine("id: expected a string");
    }
    return SessionKey.parse(tenant + "/" + id.string())
        .orElseThrow(() -> new BadLine("id: " + SessionKey.GRAMMAR));
  }

  private static JsonText parse(byte[] line) throws BadLine {
    try {
      return JsonText.parse(line);
    } catch (JsonSyntaxException e) {
      throw new BadLine(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, JsonText> object(JsonText value, String what) throws BadLine {
    if (value.kind() != JsonText.Kind.OBJECT) {
      throw new BadLine(what + ": expected an object");
    }
    return value.members();
  }
}
