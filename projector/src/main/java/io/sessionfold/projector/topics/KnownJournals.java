package io.sessionfold.projector.topics;

import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.store.ActivePointer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The journals that are recorded, by number.
 *
 * @param active the one that readers are sent to, as it was announced last
 */
public record KnownJournals(int active, Map<Integer, Journal> journals) {
  /** Of brokers that no journal was recorded on. */
  static final KnownJournals NONE = new KnownJournals(ActivePointer.FIRST.journal(), Map.of());

  /**
   * One journal.
   *
   * @param limits those that it is made with
   * @param sequencing the version of the sequencing code
   * @param dropped whether it is not to be used any more
   */
  public record Journal(Limits limits, int sequencing, boolean dropped) {
    /** Whether a projector of this release may go on with it. */
    public boolean isOurs() {
      return !dropped && sequencing == Sequencer.VERSION;
    }
  }

  /** Copies the map, in order. */
  public KnownJournals {
    journals = Collections.unmodifiableMap(new TreeMap<>(journals));
  }

  /**
   * The limits to go on with the active journal with: its own, if what is configured is that of any
   * journal in use; so a process is started while two journals have different ones. Else those that
   * are configured, which then are refused.
   */
  public Limits limits(Limits configured) {
    Journal ours = journals.get(active);
    boolean known =
        journals.values().stream().anyMatch(j -> j.isOurs() && j.limits().equals(configured));
    return ours != null && known ? ours.limits() : configured;
  }

  /** The highest number that was ever taken; 0 if there is none. */
  public int last() {
    return journals.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
