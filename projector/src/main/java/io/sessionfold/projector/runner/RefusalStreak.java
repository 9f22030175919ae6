package io.sessionfold.projector.runner;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The sessions that a store refused in a row, with none accepted in between. A few are their own
 * fault; when it is all of them, it is the store's. Pure.
 *
 * @param refused sessions whose content was refused since the last change that was written
 * @param gaps sessions that had a gap since the last one that was continued without
 */
record RefusalStreak(Set<SessionKey> refused, Set<SessionKey> gaps) {
  /** So many in a row, and it is the store. */
  static final int MANY = 20;

  static final RefusalStreak NONE = new RefusalStreak(Set.of(), Set.of());

  /**
   * After another batch. What it has refused does not count where it shows as well that the store
   * takes or has something: the same batch is given again when it ends in an outage, and then shows
   * nothing new.
   */
  RefusalStreak after(ChangeBatch batch, WriteResult result) {
    boolean continued =
        batch.sessions().stream()
            .anyMatch(s -> s.from() > 1 && !result.refused().containsKey(s.session()));
    return new RefusalStreak(
        result.written() > 0 ? Set.of() : grown(refused, result.refused(), Kind.REFUSED),
        continued ? Set.of() : grown(gaps, result.refused(), Kind.GAP));
  }

  private static Set<SessionKey> grown(
      Set<SessionKey> before, Map<SessionKey, Refusal> more, Kind kind) {
    Set<SessionKey> all = new HashSet<>(before);
    more.forEach(
        (session, refusal) -> {
          if (refusal.kind() == kind) {
            all.add(session);
          }
        });
    return all;
  }

  /** Whether the store refuses whatever it is given. */
  boolean isOfStore() {
    return refused.size() >= MANY;
  }

  /**
   * Refuses to go on as if the sessions were at fault, if the last batch has met a refusal.
   *
   * @throws StoreUnavailableException if the store refuses whatever it is given
   * @throws IllegalStateException if everything that it had is gone, which waiting does not mend
   */
  void refuseIfOfStore(String sink, WriteResult last) {
    if (last.refused().isEmpty()) {
      return;
    }
    if (gaps.size() >= MANY) {
      throw new IllegalStateException(
          "the store of sink "
              + sink
              + " has none of the sessions that the journal continues, and its watermarks say that"
              + " it had them: restore what belongs to them, or rebuild into a new generation");
    }
    if (isOfStore()) {
      throw new StoreUnavailableException(
          "the store of sink "
              + sink
              + " refuses every session, "
              + refused.size()
              + " in a row: see its log, its rights and what validates its documents; it is tried"
              + " again until it takes one, and then those that it refuses are left out",
          new IllegalStateException("refused"));
    }
  }
}
