package io.sessionfold.journal;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the projector made of one record of the event log; one record of the journal. */
public sealed interface Change {
  /** The record it is about. */
  EventRef event();

  /** The session; absent where the record's key named none. */
  @Nullable SessionKey session();

  /** What became of the record. */
  Outcome outcome();

  /**
   * A change of the session. It is resolved: a fold needs nothing but the state before it.
   *
   * @param revision 1, 2, 3… without gaps for each session
   * @param version the version of the type that {@code data} has
   * @param seq the number of the message in its session, from 1; only of appended messages
   * @param agent the agent that it changes: of appended messages, of changes with a target on the
   *     message topic, and of agent syncs
   * @param index the number of the message among its agent's, from 0; of appended messages and
   *     changes with a target
   * @param page the page that the message is on, from 0; likewise
   * @param createdAt of appended messages: the event's time, or that of the agent's message before
   *     it if that is later
   * @param newAgent whether it is the first change of its agent
   * @param data what the event says, resolved: see {@link ResolvedData}
   */
  record Applied(
      SessionKey session,
      long revision,
      EventType type,
      int version,
      EventRef event,
      @Nullable Long seq,
      @Nullable String agent,
      @Nullable Long index,
      @Nullable Long page,
      @Nullable Instant createdAt,
      boolean newAgent,
      JsonText data)
      implements Change {
    @Override
    public Outcome outcome() {
      return Outcome.APPLIED;
    }

    /** What the event says, typed and resolved. Decoded at each call. */
    public SessionEvent resolved() {
      return ResolvedData.read(type, version, data);
    }
  }

  /**
   * A repeat of an applied event.
   *
   * @param of the revision that the first one got
   */
  record Duplicate(SessionKey session, long of, EventType type, int version, EventRef event)
      implements Change {
    @Override
    public Outcome outcome() {
      return Outcome.DUPLICATE;
    }
  }

  /**
   * A record that could not become a change; it is kept as a dead letter.
   *
   * @param type the type, where the record named a known one
   * @param reasons all of them, at least one
   */
  record Rejected(
      @Nullable SessionKey session,
      @Nullable EventType type,
      @Nullable Integer version,
      EventRef event,
      List<Reason> reasons)
      implements Change {
    /** Refuses to reject without a reason. */
    public Rejected {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a rejection has a reason");
      }
    }

    @Override
    public Outcome outcome() {
      return Outcome.REJECTED;
    }
  }
}
