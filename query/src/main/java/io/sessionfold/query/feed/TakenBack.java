package io.sessionfold.query.feed;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.feed.FeedEntry.Place;
import io.sessionfold.session.Redactions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stretch of the journal takes back: the last redaction of each message, and the sessions
 * that are deleted. Pure; not thread-safe.
 *
 * <p>Folding the changes as they are told gives what folding the original ones gives. Memory: what
 * was taken back, with at most {@link #TEXT_BYTES} of the redactions' texts; beyond it the default
 * text stands in place of a redacted one until the redaction itself is told.
 */
final class TakenBack {
  /** How much of the redactions' own texts is kept. */
  static final int TEXT_BYTES = 8 << 20;

  private final Map<Place, Applied> redactions = new HashMap<>();
  private final Set<SessionKey> deleted = new HashSet<>();
  private long textBytes;

  /** Whether a change is one that takes something back. */
  static boolean takesBack(Applied change) {
    return change.type() == EventType.SESSION_DELETED
        || change.type() == EventType.MESSAGE_REDACTED;
  }

  /** Notes a change; to be called in the order of revisions, repeats do not matter. */
  void add(Applied change) {
    if (change.type() == EventType.SESSION_DELETED) {
      deleted.add(change.session());
    } else if (change.type() == EventType.MESSAGE_REDACTED) {
      Place place = Place.of(change);
      Applied known = place == null ? null : redactions.get(place);
      if (place != null && (known == null || known.revision() < change.revision())) {
        redactions.put(place, bounded(change));
      }
    }
  }

  private Applied bounded(Applied change) {
    int length = change.data().toString().length();
    if (textBytes + length <= TEXT_BYTES) {
      textBytes += length;
      return change;
    }
    Map<String, JsonText> data = change.data().members();
    data.remove("redact_message");
    return new Applied(
        change.session(),
        change.revision(),
        change.type(),
        change.version(),
        change.event(),
        change.seq(),
        change.agent(),
        change.index(),
        change.page(),
        change.createdAt(),
        change.newAgent(),
        JsonWriter.object(data));
  }

  /** The text that may be told of a change; {@code null} if it is left out. */
  byte @Nullable [] told(FeedEntry entry) {
    byte[] value = entry.value();
    if (deleted.contains(entry.session) && entry.type != EventType.SESSION_DELETED) {
      return null;
    }
    Applied redaction = entry.place == null ? null : redactions.get(entry.place);
    if (value == null || redaction == null || redaction.revision() <= entry.revision) {
      return value;
    }
    Redactions rewriting = new Redactions(List.of(redaction));
    rewriting.observe(entry.change());
    rewriting.observe(redaction);
    JsonText line = JsonText.trusted(new String(value, StandardCharsets.UTF_8));
    return rewriting.rewritten(line).utf8();
  }
}
