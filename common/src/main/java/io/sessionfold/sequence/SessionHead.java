package io.sessionfold.sequence;

import io.sessionfold.event.AgentSynced;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.Utf8;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The small facts about a session that order needs, never content: a fold of its changes.
 *
 * @param revision of the last change
 * @param deleted whether it is a tombstone; then nothing but the revision is kept
 * @param lastSeq the number of the last message
 * @param agents by name, in the order in which they appeared
 * @param set which fields a {@code session.started} has set
 * @param models that its usage names
 * @param feedbacks given so far
 * @param guardrailEvents so far
 * @param feedbackAndGuardrailBytes of feedbacks and guardrail events
 */
public record SessionHead(
    long revision,
    boolean deleted,
    long lastSeq,
    Map<String, AgentHead> agents,
    PageHead page,
    Set<StartField> set,
    Set<String> models,
    int feedbacks,
    int guardrailEvents,
    long feedbackAndGuardrailBytes) {
  /** A session before its first change. */
  public static final SessionHead NONE =
      new SessionHead(0, false, 0, Map.of(), PageHead.FIRST, Set.of(), Set.of(), 0, 0, 0);

  /** The fields of which the first value wins. */
  public enum StartField {
    USER,
    APPLICATION,
    SESSION_TYPE,
    TITLE
  }

  /** Copies what is mutable. */
  public SessionHead {
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    set = set.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(set));
    models = models.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(models));
  }

  /**
   * The head after a change: pure, no clock, no random, no I/O.
   *
   * @param resolved {@code change.resolved()}, which the caller has at hand
   */
  public static SessionHead evolve(SessionHead head, Applied change, SessionEvent resolved) {
    return switch (change.type()) {
      case MESSAGE_APPENDED -> head.appended(change, (MessageAppended) resolved);
      case MESSAGE_MEASURED -> head.next().withModel(Models.of(resolved)).head();
      case AGENT_SYNCED -> head.synced((AgentSynced) resolved);
      case SESSION_STARTED -> head.started((SessionStarted) resolved);
      case SESSION_DELETED -> head.tombstone();
      case FEEDBACK_GIVEN -> head.annotation(1, 0, change.data().utf8Length());
      case GUARDRAIL_TRIGGERED -> head.annotation(0, 1, change.data().utf8Length());
      case MESSAGE_REDACTED, MESSAGE_REPLACED, SESSION_CLOSED, METADATA_CHANGED ->
          head.next().head();
    };
  }

  /** The head of the agent; that of a new one if it is not known. */
  public AgentHead agent(String name) {
    return agents.getOrDefault(name, AgentHead.NEW);
  }

  /** What a message counts on its page: all that its event says, and the names of the event. */
  static int pageBytes(JsonText data, String id, String source) {
    return data.utf8Length() + Utf8.length(id) + Utf8.length(source);
  }

  private SessionHead appended(Applied change, MessageAppended event) {
    Instant createdAt = Objects.requireNonNull(change.createdAt());
    int bytes =
        pageBytes(
            change.data(),
            Objects.requireNonNull(change.event().id()),
            Objects.requireNonNull(change.event().source()));
    return next()
        .withAgent(event.agent(), agent(event.agent()).appended(createdAt))
        .withPage(page.appended(Objects.requireNonNull(change.page()), bytes))
        .withSeq(Objects.requireNonNull(change.seq()))
        .withModel(Models.of(event))
        .head();
  }

  private SessionHead synced(AgentSynced event) {
    return next().withAgent(event.agent(), agent(event.agent()).synced(event.parts())).head();
  }

  private SessionHead started(SessionStarted event) {
    EnumSet<StartField> fields = EnumSet.noneOf(StartField.class);
    fields.addAll(set);
    add(fields, StartField.USER, event.user());
    add(fields, StartField.APPLICATION, event.application());
    add(fields, StartField.SESSION_TYPE, event.sessionType());
    add(fields, StartField.TITLE, event.title());
    return next().withSet(fields).head();
  }

  private SessionHead annotation(int feedback, int guardrail, int bytes) {
    return new SessionHead(
        revision + 1,
        false,
        lastSeq,
        agents,
        page,
        set,
        models,
        feedbacks + feedback,
        guardrailEvents + guardrail,
        feedbackAndGuardrailBytes + bytes);
  }

  private SessionHead tombstone() {
    return new SessionHead(
        revision + 1, true, 0, Map.of(), PageHead.FIRST, Set.of(), Set.of(), 0, 0, 0);
  }

  private static void add(Set<StartField> fields, StartField field, @Nullable String value) {
    if (value != null) {
      fields.add(field);
    }
  }

  private Next next() {
    return new Next(this);
  }

  /** The head one revision on, in the making. */
  private static final class Next {
    private final SessionHead from;
    private Map<String, AgentHead> agents;
    private PageHead page;
    private Set<StartField> set;
    private Set<String> models;
    private long lastSeq;

    Next(SessionHead from) {
      this.from = from;
      agents = from.agents;
      page = from.page;
      set = from.set;
      models = from.models;
      lastSeq = from.lastSeq;
    }

    Next withAgent(String name, AgentHead agent) {
      agents = new LinkedHashMap<>(agents);
      agents.put(name, agent);
      return this;
    }

    Next withPage(PageHead newPage) {
      page = newPage;
      return this;
    }

    Next withSet(Set<StartField> fields) {
      set = fields;
      return this;
    }

    Next withSeq(long seq) {
      lastSeq = seq;
      return this;
    }

    Next withModel(@Nullable String model) {
      if (model != null && !models.contains(model)) {
        models = new TreeSet<>(models);
        models.add(model);
      }
      return this;
    }

    SessionHead head() {
      return new SessionHead(
          from.revision + 1,
          false,
          lastSeq,
          agents,
          page,
          set,
          models,
          from.feedbacks,
          from.guardrailEvents,
          from.feedbackAndGuardrailBytes);
    }
  }
}
