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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One line of an import: a whole conversation, {@code {"id", "messages", "metadata"?}}, its
 * messages as the OpenAI chat API has them. Reading it again gives events with the same ids, so
 * that an import can be repeated, and a longer file adds what is new.
 */
public record Conversation(SessionKey session, List<Event> events, Set<String> unknown) {
  /** The source of every imported event. */
  public static final String SOURCE = "/import";

  private static final Set<String> KNOWN = Set.of("id", "messages", "metadata");

  /** A line that is not a conversation, with everything that is wrong with it. */
  public static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    BadLine(List<String> problems) {
      super(String.join("; ", problems));
      this.problems = List.copyOf(problems);
    }

    /** Each with the place in the line. */
    public List<String> problems() {
      return problems;
    }
  }

  /**
   * An event to publish.
   *
   * @param id {@code <session>#<position>} of a message, {@code <session>#started}
   * @param place where it stands in the line; empty for the start
   * @param time the message's own {@code timestamp}, if it has one; of a start that of the first
   *     message
   */
  public record Event(
      String id, String place, EventType type, @Nullable Instant time, JsonText data) {}

  /**
   * Reads a line.
   *
   * @return the conversation; {@code unknown} has the members that an import makes nothing of
   * @throws BadLine if it is not a conversation
   */
  public static Conversation read(byte[] line, String tenant, String agent) throws BadLine {
    Map<String, JsonText> members = parse(line).members();
    List<String> problems = new ArrayList<>();
    SessionKey session = session(members.get("id"), tenant, problems);
    String id = session == null ? "" : session.id();
    List<Event> events = new ArrayList<>();
    JsonText messages = members.get("messages");
    if (messages == null || messages.kind() != JsonText.Kind.ARRAY) {
      problems.add("messages: expected an array");
    } else {
      int position = 0;
      for (JsonText message : messages.elements()) {
        events.add(appended(id, agent, message, position++, problems));
      }
    }
    JsonText metadata = members.get("metadata");
    if (metadata != null && metadata.kind() != JsonText.Kind.OBJECT) {
      problems.add("metadata: expected an object");
    }
    if (session == null || !problems.isEmpty()) {
      throw new BadLine(problems);
    }
    events.add(0, started(id, events.isEmpty() ? null : events.get(0).time(), metadata));
    Set<String> unknown = new TreeSet<>(members.keySet());
    unknown.removeAll(KNOWN);
    return new Conversation(session, List.copyOf(events), unknown);
  }

  private static Event started(String id, @Nullable Instant begun, @Nullable JsonText metadata) {
    return new Event(
        id + "#started",
        "",
        EventType.SESSION_STARTED,
        begun,
        new JsonWriter().add("metadata", metadata).done());
  }

  private static Event appended(
      String id, String agent, JsonText message, int position, List<String> problems) {
    String place = "messages/" + position;
    Instant time = null;
    if (message.kind() == JsonText.Kind.OBJECT) {
      time = time(message.members().get("timestamp"), place, problems);
    } else {
      problems.add(place + ": expected an object");
    }
    return new Event(
        id + "#" + position,
        place,
        EventType.MESSAGE_APPENDED,
        time,
        MessageAppended.of(agent, MessageFormat.OPENAI_CHAT, message).data());
  }

  private static @Nullable Instant time(
      @Nullable JsonText timestamp, String place, List<String> problems) {
    if (timestamp == null || timestamp.isNull()) {
      return null;
    }
    Instant time =
        timestamp.kind() == JsonText.Kind.STRING
            ? Times.parse(timestamp.string()).orElse(null)
            : null;
    if (time == null) {
      problems.add(place + "/timestamp: expected RFC 3339, such as 2026-03-01T09:30:00Z");
    }
    return time;
  }

  private static @Nullable SessionKey session(
      @Nullable JsonText id, String tenant, List<String> problems) {
    if (id == null || id.kind() != JsonText.Kind.STRING) {
      problems.add("id: expected a string");
      return null;
    }
    SessionKey session = SessionKey.parse(tenant + "/" + id.string()).orElse(null);
    if (session == null) {
      problems.add("id: " + SessionKey.GRAMMAR);
    }
    return session;
  }

  private static JsonText parse(byte[] line) throws BadLine {
    try {
      JsonText json = JsonText.parse(line);
      if (json.kind() != JsonText.Kind.OBJECT) {
        throw new BadLine(List.of("the line: expected an object"));
      }
      return json;
    } catch (JsonSyntaxException e) {
      throw new BadLine(List.of(String.valueOf(e.getMessage())));
    }
  }
}
