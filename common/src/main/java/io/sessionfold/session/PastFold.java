package io.sessionfold.session;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds changes up to a revision, and puts the texts of later redactions in place. One walk gives
 * what {@link Redactions} gives with three: what stands in a message is that of the last redaction,
 * unless the last version before the point is a redaction without a text of its own, which takes
 * from the text before it no more than the role.
 */
final class PastFold {
  private final SessionKey key;
  private final long revision;
  private final SessionFold fold;
  private final Set<MessagePlace> redactedByDefault = new HashSet<>();
  private final Map<MessagePlace, MessageShape> later = new HashMap<>();
  private @Nullable Instant recordedAt;
  private long last;
  private boolean deleted;

  PastFold(SessionKey key, long revision) {
    this.key = key;
    this.revision = revision;
    this.fold = new SessionFold(Session.before(key));
  }

  void add(Applied change) {
    if (change.type() == EventType.SESSION_DELETED) {
      deleted = true;
    } else if (!change.session().equals(key) || change.revision() != last + 1) {
      throw new IllegalArgumentException(
          "revision %d of %s does not follow revision %d of %s"
              .formatted(change.revision(), change.session(), last, key));
    } else if (change.revision() <= revision) {
      fold.evolve(change);
      recordedAt = change.event().recordedAt();
      noteRedaction(change);
    } else {
      lookAhead(change);
    }
    last = change.revision();
  }

  private void noteRedaction(Applied change) {
    MessagePlace place = MessagePlace.of(change);
    if (place == null) {
      return;
    }
    if (change.type() == EventType.MESSAGE_REPLACED) {
      redactedByDefault.remove(place);
    } else if (change.type() == EventType.MESSAGE_REDACTED) {
      if (((MessageRedacted) change.resolved()).redactMessage() == null) {
        redactedByDefault.add(place);
      } else {
        redactedByDefault.remove(place);
      }
    }
  }

  private void lookAhead(Applied change) {
    MessagePlace place = MessagePlace.of(change);
    boolean versioned =
        change.type() == EventType.MESSAGE_REDACTED || change.type() == EventType.MESSAGE_REPLACED;
    Message message = place == null || !versioned ? null : fold.message(place);
    if (place == null || message == null) {
      return;
    }
    MessageShape known = later.get(place);
    MessageShape before =
        known == null ? MessageShape.of(message.format(), message.message()) : known;
    if (change.resolved() instanceof MessageReplaced event) {
      later.put(place, before.replaced(event));
    } else if (change.resolved() instanceof MessageRedacted event) {
      JsonText text = before.redactionText(event);
      later.put(place, MessageShape.of(before.format(), text));
      fold.put(place, message.withText(shown(place, message, text)));
    }
  }

  private JsonText shown(MessagePlace place, Message message, JsonText text) {
    return redactedByDefault.contains(place) ? message.format().redacted(Message.role(text)) : text;
  }

  Optional<PastSession> past() {
    if (deleted) {
      return Optional.empty();
    }
    if (last < revision) {
      throw new IllegalArgumentException(
          "the history of %s ends at revision %d, before revision %d"
              .formatted(key, last, revision));
    }
    return Optional.of(new PastSession(fold.session(), Objects.requireNonNull(recordedAt)));
  }
}
