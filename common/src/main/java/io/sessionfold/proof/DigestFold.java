package io.sessionfold.proof;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds the changes of a session of any length into its outline. The result is that of {@link
 * SessionOutline#of} of {@link Session#fold}.
 *
 * <p>A session whose changes are few is simply folded. Of a longer one a message is kept only until
 * the last change that is about it, and then its digest alone; for that the changes are walked
 * twice. Memory: the texts of some thousand messages, the head, 40 bytes for each message, and the
 * messages that a later change is still to come for.
 */
public final class DigestFold {
  /** Characters of changes that are folded in one piece. */
  private static final int AT_ONCE = 2 << 20;

  /** What a change takes in memory beside its text, in characters. */
  private static final int CHANGE = 512;

  /**
   * What changes come to.
   *
   * @param revision of the last change; 0 if there is none
   */
  public record Folded(SessionKey session, long revision, SessionOutline outline) {}

  private DigestFold() {}

  /** Folds all changes; see {@link #fold(SessionKey, Iterable, long)}. */
  public static Folded fold(SessionKey session, Iterable<Applied> changes) {
    return fold(session, changes, Long.MAX_VALUE);
  }

  /**
   * Folds the changes up to a revision.
   *
   * @param changes from revision 1 on without a hole, or from a deletion on, which is then the only
   *     one; may be walked twice
   * @throws IllegalArgumentException if they are not
   */
  public static Folded fold(SessionKey session, Iterable<Applied> changes, long upTo) {
    return fold(session, changes, upTo, AT_ONCE);
  }

  static Folded fold(SessionKey session, Iterable<Applied> changes, long upTo, int atOnce) {
    List<Applied> all = new ArrayList<>();
    long size = 0;
    for (Applied change : changes) {
      if (change.revision() > upTo) {
        break;
      }
      all.add(change);
      size += size(change);
      if (size > atOnce) {
        return new LongFold(session, upTo, atOnce).fold(changes);
      }
    }
    return whole(session, all);
  }

  /**
   * One message after the changes up to a revision.
   *
   * @param place its number among all messages of the session, from 0
   * @return its canonical form; JSON null if there are not so many messages
   */
  public static JsonText message(
      SessionKey session, Iterable<Applied> changes, long upTo, int place) {
    return OneMessage.at(place, session, changes, upTo);
  }

  static int size(Applied change) {
    return change.data().toString().length() + CHANGE;
  }

  static boolean isDeletion(Applied change) {
    return change.type() == EventType.SESSION_DELETED;
  }

  private static Folded whole(SessionKey session, List<Applied> changes) {
    Session folded = Session.fold(before(session, changes), changes);
    return new Folded(session, folded.revision(), SessionOutline.of(folded));
  }

  /** A file that was rewritten by a deletion has nothing before it. */
  private static Session before(SessionKey session, List<Applied> changes) {
    long skipped =
        changes.isEmpty() || !isDeletion(changes.get(0)) ? 0 : changes.get(0).revision() - 1;
    return Session.before(session).withRevision(skipped);
  }
}
