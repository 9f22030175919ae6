package io.sessionfold.testkit;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.MemoryState;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.sequence.SessionHead;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the journal, as the real {@link Sequencer} makes it of an event log, with its
 * state in memory. The journal offset of a change is its place in {@link #changes}. Not
 * thread-safe.
 */
public final class Journal {
  /** Pages so small that a few messages fill several. */
  public static final Limits SMALL_PAGES = Limits.DEFAULTS.withPages(3, 1000);

  private final Limits limits;
  private final MemoryState state = new MemoryState();
  private final Sequencer sequencer;
  private final List<Change> changes = new ArrayList<>();

  /** An empty journal with these limits. */
  public Journal(Limits limits) {
    this.limits = limits;
    sequencer = new Sequencer(new EventReader(limits), limits, state);
  }

  /** The journal of a log, with small pages. */
  public static Journal of(EventLog log) {
    return of(log.records(), SMALL_PAGES);
  }

  /** The journal of these records, read in this order. */
  public static Journal of(List<IngressRecord> records, Limits limits) {
    Journal journal = new Journal(limits);
    records.forEach(journal::append);
    return journal;
  }

  /** The journal of these events in one log, with small pages. */
  public static Journal of(TestEvent... events) {
    return of(EventLog.of(events));
  }

  /** The limits that it is made with. */
  public Limits limits() {
    return limits;
  }

  /** Sequences a record; what it became is also the last of {@link #changes}. */
  public Change append(IngressRecord record) {
    return append(record, false);
  }

  /** Sequences a record that may stand on a partition which is not its key's. */
  public Change append(IngressRecord record, boolean misrouted) {
    Change change = sequencer.sequence(record, misrouted);
    changes.add(change);
    return change;
  }

  /** One change for each record. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The change that was appended last. */
  public Change last() {
    return changes.get(changes.size() - 1);
  }

  /** The values of the journal's records. */
  public List<JsonText> values() {
    return changes.stream().map(ChangeCodec::write).toList();
  }

  /** The sessions that have an applied change, in the order of the first. */
  public Set<SessionKey> sessions() {
    Set<SessionKey> sessions = new LinkedHashSet<>();
    appliedChanges().forEach(change -> sessions.add(change.session()));
    return sessions;
  }

  /** The applied changes of a session. */
  public List<Applied> applied(SessionKey session) {
    return appliedChanges().stream().filter(c -> c.session().equals(session)).toList();
  }

  /** The applied changes of {@link EventLog#SESSION}. */
  public List<Applied> applied() {
    return applied(EventLog.SESSION);
  }

  /** The session as the fold of its changes. */
  public Session session(SessionKey session) {
    return Session.fold(Session.before(session), applied(session));
  }

  /** {@link EventLog#SESSION} as the fold of its changes. */
  public Session session() {
    return session(EventLog.SESSION);
  }

  /** All sessions, folded. */
  public Map<SessionKey, Session> folded() {
    Map<SessionKey, Session> folded = new LinkedHashMap<>();
    sessions().forEach(key -> folded.put(key, session(key)));
    return folded;
  }

  /** The head that the sequencer holds; {@code null} before the first change. */
  public @Nullable SessionHead head(SessionKey session) {
    return state.head(session);
  }

  /** What the sequencer remembers. */
  public MemoryState state() {
    return state;
  }

  /** Everything as one batch for a sink. */
  public ChangeBatch batch() {
    return batch(0, changes.size());
  }

  /** The changes from one journal offset up to another, grouped as a sink's loop groups them. */
  public ChangeBatch batch(int from, int to) {
    Map<SessionKey, List<Applied>> bySession = new LinkedHashMap<>();
    Map<SessionKey, Long> firstOffsets = new LinkedHashMap<>();
    List<Change.Rejected> rejections = new ArrayList<>();
    for (int offset = from; offset < to; offset++) {
      Change change = changes.get(offset);
      if (change instanceof Applied applied) {
        firstOffsets.putIfAbsent(applied.session(), (long) offset);
        bySession.computeIfAbsent(applied.session(), s -> new ArrayList<>()).add(applied);
      } else if (change instanceof Change.Rejected rejected) {
        rejections.add(rejected);
      }
    }
    List<SessionChanges> sessions = new ArrayList<>();
    bySession.forEach(
        (session, applied) ->
            sessions.add(
                new SessionChanges(
                    session,
                    EventLog.PARTITION,
                    Objects.requireNonNull(firstOffsets.get(session)),
                    applied)));
    return new ChangeBatch(sessions, rejections);
  }

  /** The journal in batches of {@code size} changes. */
  public List<ChangeBatch> batches(int size) {
    List<ChangeBatch> batches = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += size) {
      batches.add(batch(from, Math.min(from + size, changes.size())));
    }
    return batches;
  }

  private List<Applied> appliedChanges() {
    return changes.stream().filter(Applied.class::isInstance).map(Applied.class::cast).toList();
  }
}
