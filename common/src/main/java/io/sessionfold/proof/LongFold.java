package io.sessionfold.proof;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.proof.DigestFold.Folded;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Folds a session that is too long to be held. */
final class LongFold {
  /** Where a message is among its agent's. */
  private record Place(String agent, long index) {}

  /** A message that is not final yet, and its number in the session. */
  private record Kept(Message message, int number) {}

  private final long upTo;
  private final int atOnce;

  /** By agent, for each index the revision of the last change about that message. */
  private final Map<String, long[]> lastTouched = new HashMap<>();

  private final Map<Place, Kept> kept = new HashMap<>();
  private final List<Applied> piece = new ArrayList<>();
  private SessionOutline.Messages messages = new SessionOutline.Messages();
  private Session head;
  private int pieceSize;

  LongFold(SessionKey session, long upTo, int atOnce) {
    this.upTo = upTo;
    this.atOnce = atOnce;
    this.head = Session.before(session);
  }

  Folded fold(Iterable<Applied> changes) {
    for (Applied change : changes) {
      if (change.revision() > upTo) {
        break;
      }
      if (isAboutMessage(change)) {
        touched(change);
      }
    }
    for (Applied change : changes) {
      if (change.revision() > upTo) {
        break;
      }
      add(change);
    }
    foldPiece();
    return new Folded(head.key(), head.revision(), messages.under(CanonicalForm.head(head)));
  }

  static boolean isAboutMessage(Applied change) {
    return change.type() == EventType.MESSAGE_MEASURED
        || change.type() == EventType.MESSAGE_REDACTED
        || change.type() == EventType.MESSAGE_REPLACED;
  }

  /** The message after a change that is about it. */
  static Message changed(Message message, Applied change) {
    return Objects.requireNonNull(Message.step(change.resolved(), change.event().time()))
        .apply(message);
  }

  private void touched(Applied change) {
    int index = Math.toIntExact(Objects.requireNonNull(change.index()));
    String agent = Objects.requireNonNull(change.agent());
    long[] last = lastTouched.getOrDefault(agent, new long[0]);
    if (last.length <= index) {
      last = Arrays.copyOf(last, Math.max(index + 1, last.length + last.length / 2));
      lastTouched.put(agent, last);
    }
    last[index] = change.revision();
  }

  private long lastTouched(Place place) {
    long[] last = lastTouched.get(place.agent);
    return last == null || place.index >= last.length ? 0 : last[(int) place.index];
  }

  private void add(Applied change) {
    piece.add(change);
    pieceSize += DigestFold.size(change);
    if (change.type() == EventType.MESSAGE_APPENDED) {
      appended(Message.appended(change, (MessageAppended) change.resolved()), change.revision());
    } else if (isAboutMessage(change)) {
      aboutMessage(change);
    } else if (DigestFold.isDeletion(change)) {
      messages = new SessionOutline.Messages();
      kept.clear();
    }
    if (pieceSize > atOnce / 2) {
      foldPiece();
    }
  }

  private void appended(Message message, long revision) {
    Place place = new Place(message.agent(), message.index());
    int number = messages.reserve();
    if (lastTouched(place) > revision) {
      kept.put(place, new Kept(message, number));
    } else {
      messages.set(number, message);
    }
  }

  private void aboutMessage(Applied change) {
    Place place =
        new Place(Objects.requireNonNull(change.agent()), Objects.requireNonNull(change.index()));
    @Nullable Kept old = kept.get(place);
    if (old == null) {
      throw new IllegalArgumentException(
          "revision " + change.revision() + " is about a message that was not appended");
    }
    Message message = changed(old.message, change);
    if (lastTouched(place) > change.revision()) {
      kept.put(place, new Kept(message, old.number));
    } else {
      messages.set(old.number, message);
      kept.remove(place);
    }
  }

  private void foldPiece() {
    head = Session.fold(head, piece).withoutMessages();
    piece.clear();
    pieceSize = 0;
  }
}
