package io.sessionfold.projector.jsonl;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.session.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in place of redacted messages in the lines before their redactions. Pure.
 *
 * <p>Folding the rewritten lines gives the same session as folding the original ones: only texts
 * that the redaction overwrites anyway are other, and they keep the role from which a default text
 * is made.
 */
final class Redactions {
  private static final JsonText NO_ROLE = JsonText.EMPTY_OBJECT;

  private record Place(String agent, long index) {}

  /** The shape of a message, as far as a default text depends on it. */
  private record Shape(MessageFormat format, JsonText role) {}

  private record Redaction(long revision, JsonText text) {}

  private final long first;
  private final Map<Place, Shape> shapes = new HashMap<>();
  private final Map<Place, Redaction> redactions = new HashMap<>();
  private final boolean needsShapes;

  /** The redactions among waiting changes; all changes are then shown to {@link #observe}. */
  Redactions(List<Applied> waiting) {
    boolean defaults = false;
    for (Applied change : waiting) {
      Place place = place(change);
      if (change.type() == EventType.MESSAGE_REDACTED && place != null) {
        redactions.put(place, new Redaction(0, NO_ROLE));
        defaults |= ((MessageRedacted) change.resolved()).redactMessage() == null;
      }
    }
    this.first = waiting.get(0).revision();
    this.needsShapes = defaults;
  }

  /** Whether the lines before must be observed, since a text depends on them. */
  boolean needsShapes() {
    return needsShapes;
  }

  /** Whether nothing is redacted. */
  boolean isEmpty() {
    return redactions.isEmpty();
  }

  /** Whether a line is about a redacted message, so that it matters to {@link #observe}. */
  boolean concerns(Map<String, JsonText> line) {
    Place place = place(line);
    return place != null && redactions.containsKey(place);
  }

  /** Follows the messages' shapes; to be called with the changes in their order. */
  void observe(Applied change) {
    Place place = place(change);
    if (place == null || !redactions.containsKey(place)) {
      return;
    }
    if (change.resolved() instanceof MessageAppended event) {
      shapes.put(place, new Shape(event.format(), role(event.message())));
    } else if (change.resolved() instanceof MessageReplaced event) {
      MessageFormat format = event.format() == null ? format(place) : event.format();
      shapes.put(place, new Shape(format, role(event.message())));
    } else if (change.resolved() instanceof MessageRedacted event) {
      Shape before = shapes.getOrDefault(place, new Shape(MessageFormat.OTHER, NO_ROLE));
      JsonText text = Message.redactionText(before.format(), before.role(), event);
      shapes.put(place, new Shape(before.format(), role(text)));
      if (change.revision() >= first) {
        redactions.put(place, new Redaction(change.revision(), text));
      }
    }
  }

  /** The line with the text of a later redaction in place; the same line if there is none. */
  JsonText rewritten(JsonText line) {
    Map<String, JsonText> members = line.members();
    Place place = place(members);
    Redaction redaction = place == null ? null : redactions.get(place);
    String name = textMember(members);
    if (redaction == null || name == null || revision(members) >= redaction.revision()) {
      return line;
    }
    Map<String, JsonText> data = members.getOrDefault("data", JsonText.EMPTY_OBJECT).members();
    if (!data.containsKey(name)) {
      return line;
    }
    data.put(name, redaction.text());
    members.put("data", JsonWriter.object(data));
    return JsonWriter.object(members);
  }

  /** The revision that a line has. */
  static long revision(Map<String, JsonText> line) {
    return line.getOrDefault("revision", JsonText.NULL).integer();
  }

  private MessageFormat format(Place place) {
    Shape shape = shapes.get(place);
    return shape == null ? MessageFormat.OTHER : shape.format();
  }

  /** The member of the data that holds a version of a message's text. */
  private static @Nullable String textMember(Map<String, JsonText> line) {
    EventType type =
        EventType.named(line.getOrDefault("type", JsonText.NULL).string()).orElse(null);
    if (type == EventType.MESSAGE_APPENDED || type == EventType.MESSAGE_REPLACED) {
      return "message";
    }
    return type == EventType.MESSAGE_REDACTED ? "redact_message" : null;
  }

  /** The message without anything but its role. */
  private static JsonText role(JsonText message) {
    JsonText role = message.kind() == JsonText.Kind.OBJECT ? message.members().get("role") : null;
    return role == null ? NO_ROLE : new JsonWriter().add("role", role).done();
  }

  private static @Nullable Place place(Applied change) {
    return change.agent() == null || change.index() == null
        ? null
        : new Place(change.agent(), change.index());
  }

  private static @Nullable Place place(Map<String, JsonText> line) {
    JsonText agent = line.get("agent");
    JsonText index = line.get("index");
    return agent == null || index == null ? null : new Place(agent.string(), index.integer());
  }
}
