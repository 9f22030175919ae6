package io.sessionfold.session;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session is after its first {@code revision} changes. Everything that any projection shows
 * of a session is in here; a projection is right when reading it gives this.
 *
 * <p>Every interleaving of the two ingress topics that keeps each topic's own order ends in an
 * equal session, the revision and the pages of messages aside.
 *
 * @param revision of the last change; 0 before the first
 * @param sessionType as given; readers show {@code AGENT} where none was
 * @param createdAt the earliest event time; absent before the first change and after deletion
 * @param updatedAt the latest event time, likewise
 * @param closedAt when it was closed, unless it was started again
 * @param deletedAt set on a tombstone, which holds nothing else
 * @param agents by name, in the order in which they appeared
 * @param messages of all agents, in {@code seq} order
 */
public record Session(
    SessionKey key,
    long revision,
    @Nullable String user,
    @Nullable String application,
    @Nullable String sessionType,
    @Nullable String title,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant closedAt,
    @Nullable Instant deletedAt,
    Map<String, JsonText> metadata,
    Map<String, Agent> agents,
    List<Message> messages,
    List<Feedback> feedbacks,
    List<GuardrailEvent> guardrailEvents,
    UsageTotals usage) {
  /** The type of a session that was not given one. */
  public static final String DEFAULT_TYPE = "AGENT";

  /** Copies what is mutable. */
  public Session {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    messages = List.copyOf(messages);
    feedbacks = List.copyOf(feedbacks);
    guardrailEvents = List.copyOf(guardrailEvents);
  }

  /** The session before its first change. */
  public static Session before(SessionKey key) {
    return new Session(
        key,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        UsageTotals.NONE);
  }

  /**
   * The session after a change.
   *
   * @throws IllegalArgumentException if the change is of another session or not the next one
   */
  public static Session evolve(Session state, Applied change) {
    return fold(state, List.of(change));
  }

  /**
   * The session after changes, the same as {@link #evolve} one by one, at the cost of one copy.
   *
   * <p>A state may lack messages before the ones it has. A change to one of those then does
   * everything but change the message.
   *
   * @throws IllegalArgumentException if a change is of another session or not the next one
   */
  public static Session fold(Session state, Iterable<Applied> changes) {
    SessionFold fold = new SessionFold(state);
    changes.forEach(fold::evolve);
    return fold.session();
  }

  /** The same at another revision: what it says belongs to the event log alone. */
  public Session withRevision(long other) {
    return with(other, metadata, messages);
  }

  /** The same with other metadata. */
  public Session withMetadata(Map<String, JsonText> other) {
    return with(revision, other, messages);
  }

  /** The same without its messages. */
  public Session withoutMessages() {
    return with(revision, metadata, List.of());
  }

  private Session with(
      long newRevision, Map<String, JsonText> newMetadata, List<Message> newMessages) {
    return new Session(
        key,
        newRevision,
        user,
        application,
        sessionType,
        title,
        createdAt,
        updatedAt,
        closedAt,
        deletedAt,
        newMetadata,
        agents,
        newMessages,
        feedbacks,
        guardrailEvents,
        usage);
  }

  /** Whether it is a tombstone. */
  public boolean deleted() {
    return deletedAt != null;
  }
}
