package io.sessionfold.session;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in place of redacted messages in the changes before their redactions. Pure.
 *
 * <p>Folding the rewritten changes gives the same session as folding the original ones: only texts
 * that the redaction overwrites anyway are other, and they keep the role from which a default text
 * is made. Rewriting what was rewritten changes nothing, and it does not matter in how many steps a
 * history is rewritten.
 *
 * <p>Memory: what was redacted, with its text. Not thread-safe.
 */
public final class Redactions {
  private record Redaction(long revision, JsonText text) {}

  private final long first;
  private final Map<MessagePlace, MessageShape> shapes = new HashMap<>();
  private final Map<MessagePlace, Redaction> redactions = new HashMap<>();
  private final boolean needsShapes;

  /**
   * The redactions among waiting changes; all changes are then shown to {@link #observe}.
   *
   * @param waiting consecutive changes of one session, at least one
   */
  public Redactions(List<Applied> waiting) {
    boolean defaults = false;
    for (Applied change : waiting) {
      MessagePlace place = MessagePlace.of(change);
      if (change.type() == EventType.MESSAGE_REDACTED && place != null) {
        redactions.put(place, new Redaction(0, JsonText.EMPTY_OBJECT));
        defaults |= ((MessageRedacted) change.resolved()).redactMessage() == null;
      }
    }
    this.first = waiting.get(0).revision();
    this.needsShapes = defaults;
  }

  /** Whether the lines before must be observed, since a text depends on them. */
  public boolean needsShapes() {
    return needsShapes;
  }

  /** Whether nothing is redacted. */
  public boolean isEmpty() {
    return redactions.isEmpty();
  }

  /** Whether a change, not decoded, matters to {@link #observe}: it is about a redacted message. */
  public boolean concerns(Map<String, JsonText> line) {
    MessagePlace place = MessagePlace.of(line);
    return place != null && redactions.containsKey(place);
  }

  /** Follows the messages' shapes; to be called with the changes in their order. */
  public void observe(Applied change) {
    MessagePlace place = MessagePlace.of(change);
    if (place == null || !redactions.containsKey(place)) {
      return;
    }
    MessageShape before = shapes.getOrDefault(place, MessageShape.UNKNOWN);
    if (change.resolved() instanceof MessageAppended event) {
      shapes.put(place, MessageShape.of(event.format(), event.message()));
    } else if (change.resolved() instanceof MessageReplaced event) {
      shapes.put(place, before.replaced(event));
    } else if (change.resolved() instanceof MessageRedacted event) {
      JsonText text = before.redactionText(event);
      shapes.put(place, MessageShape.of(before.format(), text));
      if (change.revision() >= first) {
        redactions.put(place, new Redaction(change.revision(), text));
      }
    }
  }

  /**
   * A change's JSON with the text of a later redaction in place; the same text if there is none.
   * After all changes were observed.
   */
  public JsonText rewritten(JsonText line) {
    Map<String, JsonText> members = line.members();
    MessagePlace place = MessagePlace.of(members);
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

  /** The revision that a change, not decoded, has. */
  public static long revision(Map<String, JsonText> line) {
    return line.getOrDefault("revision", JsonText.NULL).integer();
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
}
