package io.sessionfold.session;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.AsOf.AtTime;
import io.sessionfold.session.AsOf.Back;
import java.time.Instant;
import java.util.Optional;

/**
 * A session as it was, but for what was taken back since: it shows no text that any change of the
 * history redacts, and a session that was deleted has no past.
 *
 * <p>It is the fold of the changes up to its revision, with the text of each later redaction in
 * place of every version of the message before it: what a rebuild that stopped there would show, if
 * it had known what came later. Such a message has its later text and does not count as redacted.
 *
 * @param recordedAt when the change of its revision was recorded, by the broker's clock
 */
public record PastSession(Session session, Instant recordedAt) {

  /**
   * The session at a point of its history. Pure.
   *
   * <p>A revision takes one walk through the history, any other point two: the clocks of two topics
   * need not agree, so that a change that was recorded later may come before one that was recorded
   * earlier. Memory: the session that is shown, and the shapes of those of its messages that were
   * redacted or replaced later; the changes behind the point are looked at and not kept.
   *
   * @return empty if the session is deleted, or had no change at that point
   * @throws IllegalArgumentException if the history ends before a revision that is asked for, or is
   *     not the consecutive changes of that session
   */
  public static Optional<PastSession> of(SessionKey key, AsOf point, History history) {
    long revision = point instanceof AtRevision at ? at.revision() : revision(point, history);
    if (revision < 1) {
      return Optional.empty();
    }
    PastFold fold = new PastFold(key, revision);
    history.forEach(fold::add);
    return fold.past();
  }

  private static long revision(AsOf point, History history) {
    Search search = new Search(point);
    history.forEach(search::add);
    return search.found;
  }

  /** Looks for the revision that a point means. */
  private static final class Search {
    private final AsOf point;
    private long found;

    Search(AsOf point) {
      this.point = point;
    }

    void add(Applied change) {
      if (point instanceof Back back) {
        found = change.revision() - back.changes();
      } else if (point instanceof AtTime at && !change.event().recordedAt().isAfter(at.time())) {
        found = change.revision();
      }
    }
  }
}
