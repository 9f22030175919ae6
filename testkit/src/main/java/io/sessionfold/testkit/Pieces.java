package io.sessionfold.testkit;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sequence.Limits;
import io.sessionfold.session.Session;
import io.sessionfold.sink.SessionChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions whose changes are to be written in pieces: a {@link Journal} by session and revision.
 * Not thread-safe while events are added.
 */
public final class Pieces {
  private final EventLog log = EventLog.of();
  private final Journal journal;
  private final Map<SessionKey, List<Applied>> sessions = new LinkedHashMap<>();
  private final Map<SessionKey, List<Long>> offsets = new LinkedHashMap<>();
  private long next;

  private Pieces(Limits limits) {
    this.journal = new Journal(limits);
  }

  /** Without any change yet; pages hold so many messages. */
  public static Pieces withPagesOf(int messages) {
    return new Pieces(Limits.DEFAULTS.withPages(messages, Limits.DEFAULTS.pageBytes()));
  }

  /** Of one session, with these events. */
  public static Pieces of(SessionKey session, int pageMessages, List<TestEvent> events) {
    Pieces pieces = withPagesOf(pageMessages);
    events.forEach(event -> pieces.add(session, event));
    return pieces;
  }

  /**
   * Adds an event.
   *
   * @throws AssertionError if it is not applied
   */
  public Applied add(SessionKey session, TestEvent event) {
    Change change = journal.append(log.append(event.in(session)).last());
    if (!(change instanceof Applied applied)) {
      throw new AssertionError("the event was not applied: " + change);
    }
    sessions.computeIfAbsent(session, s -> new ArrayList<>()).add(applied);
    offsets.computeIfAbsent(session, s -> new ArrayList<>()).add(next++);
    return applied;
  }

  /** The sessions, in the order in which they appeared. */
  public List<SessionKey> sessions() {
    return List.copyOf(sessions.keySet());
  }

  /** The changes of a session. */
  public List<Applied> changes(SessionKey session) {
    return List.copyOf(sessions.getOrDefault(session, List.of()));
  }

  /** The session after all its changes. */
  public Session session(SessionKey session) {
    return sessionAt(session, changes(session).size());
  }

  /** The session after its changes up to a revision. */
  public Session sessionAt(SessionKey session, int revision) {
    return Session.fold(Session.before(session), changes(session).subList(0, revision));
  }

  /** All changes of a session, as a sink gets them. */
  public SessionChanges batch(SessionKey session) {
    return batch(session, 1, changes(session).size());
  }

  /** The changes of two revisions and those between, as a sink gets them. */
  public SessionChanges batch(SessionKey session, int from, int to) {
    return new SessionChanges(
        session,
        EventLog.PARTITION,
        offsets.get(session).get(from - 1),
        changes(session).subList(from - 1, to));
  }
}
