package io.sessionfold.session;

import io.sessionfold.event.AgentSynced;
import io.sessionfold.event.EventVisitor;
import io.sessionfold.event.FeedbackGiven;
import io.sessionfold.event.GuardrailTriggered;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageMeasured;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.event.MetadataChanged;
import io.sessionfold.event.SessionClosed;
import io.sessionfold.event.SessionDeleted;
import io.sessionfold.event.SessionKey;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One fold in progress: mutable inside, so that a batch of changes costs one copy. */
final class SessionFold {
  private final SessionKey key;
  private long revision;
  private @Nullable String user;
  private @Nullable String application;
  private @Nullable String sessionType;
  private @Nullable String title;
  private @Nullable Instant createdAt;
  private @Nullable Instant updatedAt;
  private @Nullable Instant closedAt;
  private @Nullable Instant deletedAt;
  private final Map<String, JsonText> metadata;
  private final Map<String, Agent> agents;
  private final List<Message> messages;
  private final List<Feedback> feedbacks;
  private final List<GuardrailEvent> guardrailEvents;
  private UsageTotals usage;

  /** Where each agent's messages are in {@code messages}; made when a target is first looked up. */
  private @Nullable Map<String, List<Integer>> places;

  SessionFold(Session state) {
    key = state.key();
    revision = state.revision();
    user = state.user();
    application = state.application();
    sessionType = state.sessionType();
    title = state.title();
    createdAt = state.createdAt();
    updatedAt = state.updatedAt();
    closedAt = state.closedAt();
    deletedAt = state.deletedAt();
    metadata = new LinkedHashMap<>(state.metadata());
    agents = new LinkedHashMap<>(state.agents());
    messages = new ArrayList<>(state.messages());
    feedbacks = new ArrayList<>(state.feedbacks());
    guardrailEvents = new ArrayList<>(state.guardrailEvents());
    usage = state.usage();
  }

  Session session() {
    return new Session(
        key,
        revision,
        user,
        application,
        sessionType,
        title,
        createdAt,
        updatedAt,
        closedAt,
        deletedAt,
        metadata,
        agents,
        messages,
        feedbacks,
        guardrailEvents,
        usage);
  }

  void evolve(Applied change) {
    if (!change.session().equals(key) || change.revision() != revision + 1) {
      throw new IllegalArgumentException(
          "revision "
              + change.revision()
              + " of "
              + change.session()
              + " does not follow revision "
              + revision
              + " of "
              + key);
    }
    revision = change.revision();
    Instant time = change.event().time();
    createdAt = earlier(createdAt, time);
    updatedAt = later(updatedAt, time);
    change.resolved().accept(new Cases(change));
  }

  /** A message of the session; {@code null} if it has none there. */
  @Nullable Message message(MessagePlace place) {
    int at = position(place);
    return at < 0 ? null : messages.get(at);
  }

  /** Puts another message in the place of one that the session has. */
  void put(MessagePlace place, Message message) {
    messages.set(position(place), message);
  }

  /** Where a message is in {@code messages}; negative if it is not there. */
  private int position(MessagePlace place) {
    List<Integer> held = places().getOrDefault(place.agent(), List.of());
    long first = held.isEmpty() ? Long.MAX_VALUE : messages.get(held.get(0)).index();
    long at = place.index() - first;
    return at < 0 || at >= held.size() ? -1 : held.get(Math.toIntExact(at));
  }

  static Instant earlier(@Nullable Instant a, Instant b) {
    return a == null || b.isBefore(a) ? b : a;
  }

  static Instant later(@Nullable Instant a, Instant b) {
    return a == null || b.isAfter(a) ? b : a;
  }

  /** What each type of event does to the session. */
  private final class Cases implements EventVisitor<Void> {
    private final Applied change;
    private final Instant time;

    Cases(Applied change) {
      this.change = change;
      this.time = change.event().time();
    }

    @Override
    public Void appended(MessageAppended event) {
      Message message = Message.appended(change, event);
      if (places != null) {
        places.computeIfAbsent(event.agent(), a -> new ArrayList<>()).add(messages.size());
      }
      messages.add(message);
      agent(event.agent(), a -> a.withMessage(time));
      usage = usage.plus(event.agent(), event.model(), event.usage(), event.metrics());
      return null;
    }

    @Override
    public Void measured(MessageMeasured event) {
      target(m -> m.measured(event, time));
      usage = usage.plus(agentOfTarget(), event.model(), event.usage(), event.metrics());
      return null;
    }

    @Override
    public Void redacted(MessageRedacted event) {
      target(m -> m.redacted(event, time));
      return null;
    }

    @Override
    public Void replaced(MessageReplaced event) {
      target(m -> m.replaced(event, time));
      return null;
    }

    @Override
    public Void synced(AgentSynced event) {
      agent(event.agent(), a -> a.synced(event.parts(), time));
      return null;
    }

    @Override
    public Void started(SessionStarted event) {
      user = event.user() == null ? user : event.user();
      application = event.application() == null ? application : event.application();
      sessionType = event.sessionType() == null ? sessionType : event.sessionType();
      title = event.title() == null ? title : event.title();
      if (event.metadata() != null) {
        metadata.putAll(event.metadata());
      }
      closedAt = null;
      return null;
    }

    @Override
    public Void closed(SessionClosed event) {
      closedAt = time;
      return null;
    }

    @Override
    public Void deleted(SessionDeleted event) {
      deletedAt = time;
      user = null;
      application = null;
      sessionType = null;
      title = null;
      createdAt = null;
      updatedAt = null;
      closedAt = null;
      metadata.clear();
      agents.clear();
      messages.clear();
      feedbacks.clear();
      guardrailEvents.clear();
      usage = UsageTotals.NONE;
      return null;
    }

    @Override
    public Void metadataChanged(MetadataChanged event) {
      event.unset().forEach(pointer -> metadata.remove(pointer.head()));
      event.set().forEach((pointer, value) -> metadata.put(pointer.head(), value));
      return null;
    }

    @Override
    public Void feedback(FeedbackGiven event) {
      feedbacks.add(new Feedback(event.data(), time));
      return null;
    }

    @Override
    public Void guardrail(GuardrailTriggered event) {
      guardrailEvents.add(GuardrailEvent.of(event, time));
      return null;
    }

    private void agent(String name, UnaryOperator<Agent> step) {
      agents.put(name, step.apply(agents.getOrDefault(name, Agent.first(name, time))));
    }

    private void target(UnaryOperator<Message> step) {
      String agent = agentOfTarget();
      List<Integer> held = places().getOrDefault(agent, List.of());
      long index = Objects.requireNonNull(change.index());
      long first = held.isEmpty() ? Long.MAX_VALUE : messages.get(held.get(0)).index();
      if (index >= first) {
        int place = held.get(Math.toIntExact(index - first));
        messages.set(place, step.apply(messages.get(place)));
      }
      agent(agent, a -> a.touched(time));
    }

    private String agentOfTarget() {
      return Objects.requireNonNull(change.agent());
    }
  }

  private Map<String, List<Integer>> places() {
    if (places == null) {
      places = new HashMap<>();
      for (int i = 0; i < messages.size(); i++) {
        places.computeIfAbsent(messages.get(i).agent(), a -> new ArrayList<>()).add(i);
      }
    }
    return places;
  }
}
