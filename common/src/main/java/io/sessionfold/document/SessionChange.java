package io.sessionfold.document;

import io.sessionfold.bson.FieldNames;
import io.sessionfold.event.AgentSynced;
import io.sessionfold.event.EventVisitor;
import io.sessionfold.event.FeedbackGiven;
import io.sessionfold.event.GuardrailTriggered;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageMeasured;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.event.MetadataChanged;
import io.sessionfold.event.Metrics;
import io.sessionfold.event.SessionClosed;
import io.sessionfold.event.SessionDeleted;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.event.Usage;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.UsageTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The net effect of consecutive changes on everything in a session document but its messages,
 * whatever stood there before. Mutable while changes are added; a deletion is not for it.
 */
public final class SessionChange {
  /**
   * A value and its place among its siblings.
   *
   * @param anew whether the place is new even if the name is there already
   */
  record Entry(JsonText value, long order, boolean anew) {}

  private long revision;
  private @Nullable Instant earliest;
  private @Nullable Instant latest;
  private @Nullable Instant closedAt;
  private boolean reopened;
  private final Map<String, String> started = new LinkedHashMap<>();
  private final Map<String, @Nullable Entry> metadata = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<String, AgentChange> agents = new LinkedHashMap<>();
  private final List<Feedback> feedbacks = new ArrayList<>();
  private final List<GuardrailEvent> guardrailEvents = new ArrayList<>();
  private UsageTotals usage = UsageTotals.NONE;

  /**
   * Adds the next change.
   *
   * @param event what it says: {@link Applied#resolved}, decoded once by the caller
   */
  public void add(Applied change, SessionEvent event) {
    revision = change.revision();
    Instant time = change.event().time();
    earliest = earliest == null || time.isBefore(earliest) ? time : earliest;
    latest = latest == null || time.isAfter(latest) ? time : latest;
    event.accept(new Cases(change, time));
  }

  long revision() {
    return revision;
  }

  Instant earliest() {
    return Objects.requireNonNull(earliest);
  }

  Instant latest() {
    return Objects.requireNonNull(latest);
  }

  @Nullable Instant closedAt() {
    return closedAt;
  }

  boolean reopened() {
    return reopened;
  }

  /** Fields that {@code session.started} set, by their names in the event. */
  Map<String, String> started() {
    return started;
  }

  /** Values by key; removed keys have none. */
  Map<String, @Nullable Entry> metadata() {
    return metadata;
  }

  Collection<AgentChange> agents() {
    return agents.values();
  }

  /** Whether the agent of that field name came with these changes. */
  boolean isNew(String field) {
    AgentChange agent = agents.get(FieldNames.decode(field));
    return agent != null && agent.isNew();
  }

  List<Feedback> feedbacks() {
    return feedbacks;
  }

  List<GuardrailEvent> guardrailEvents() {
    return guardrailEvents;
  }

  UsageTotals usage() {
    return usage;
  }

  /** What each type of event does. */
  private final class Cases implements EventVisitor<@Nullable Void> {
    private final Applied change;
    private final Instant time;
    private int places;

    Cases(Applied change, Instant time) {
      this.change = change;
      this.time = time;
    }

    @Override
    public @Nullable Void appended(MessageAppended event) {
      agent(event.agent()).appended(Objects.requireNonNull(change.index()));
      used(event.agent(), event.model(), event.usage(), event.metrics());
      return null;
    }

    @Override
    public @Nullable Void measured(MessageMeasured event) {
      agent(agentOfTarget());
      used(agentOfTarget(), event.model(), event.usage(), event.metrics());
      return null;
    }

    @Override
    public @Nullable Void redacted(MessageRedacted event) {
      agent(agentOfTarget());
      return null;
    }

    @Override
    public @Nullable Void replaced(MessageReplaced event) {
      agent(agentOfTarget());
      return null;
    }

    @Override
    public @Nullable Void synced(AgentSynced event) {
      AgentChange agent = agent(event.agent());
      event.parts().forEach((part, value) -> agent.synced(part, value, place()));
      return null;
    }

    @Override
    public @Nullable Void started(SessionStarted event) {
      field("user", event.user());
      field("application", event.application());
      field("session_type", event.sessionType());
      field("title", event.title());
      if (event.metadata() != null) {
        event.metadata().forEach(this::set);
      }
      closedAt = null;
      reopened = true;
      return null;
    }

    @Override
    public @Nullable Void closed(SessionClosed event) {
      closedAt = time;
      return null;
    }

    @Override
    public @Nullable Void deleted(SessionDeleted event) {
      throw new IllegalArgumentException("a deletion leaves a tombstone, which is not an update");
    }

    @Override
    public @Nullable Void metadataChanged(MetadataChanged event) {
      event.unset().forEach(pointer -> unset(pointer.head()));
      event.set().forEach((pointer, value) -> set(pointer.head(), value));
      return null;
    }

    @Override
    public @Nullable Void feedback(FeedbackGiven event) {
      feedbacks.add(new Feedback(event.data(), time));
      return null;
    }

    @Override
    public @Nullable Void guardrail(GuardrailTriggered event) {
      guardrailEvents.add(GuardrailEvent.of(event, time));
      return null;
    }

    private void field(String name, @Nullable String value) {
      if (value != null) {
        started.put(name, value);
      }
    }

    private void set(String key, JsonText value) {
      Entry before = metadata.get(key);
      metadata.put(
          key,
          before == null
              ? new Entry(value, place(), removed.contains(key))
              : new Entry(value, before.order(), before.anew()));
    }

    private void unset(String key) {
      metadata.put(key, null);
      removed.add(key);
    }

    private long place() {
      return Order.at(change.revision(), places++);
    }

    private AgentChange agent(String name) {
      AgentChange agent =
          agents.computeIfAbsent(
              name,
              n -> new AgentChange(n, change.newAgent(), Order.at(change.revision(), 0), time));
      agent.touched(time);
      return agent;
    }

    private void used(
        String agent, @Nullable String model, @Nullable Usage used, @Nullable Metrics metrics) {
      usage = usage.plus(agent, model, used, metrics);
    }

    private String agentOfTarget() {
      return Objects.requireNonNull(change.agent());
    }
  }
}
