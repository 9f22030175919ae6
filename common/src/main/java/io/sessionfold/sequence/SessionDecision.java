package io.sessionfold.sequence;

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
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.event.Target;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.journal.ResolvedData;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.Utf8;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides on one event that is new to its session. Reads state, writes none. */
final class SessionDecision implements EventVisitor<Decision> {
  private final PublishedEvent published;
  private final EventRef ref;
  private final SessionHead head;
  private final Limits limits;
  private final SequencerState state;
  private final List<Reason> reasons = new ArrayList<>();

  SessionDecision(
      PublishedEvent published,
      EventRef ref,
      SessionHead head,
      Limits limits,
      SequencerState state) {
    this.published = published;
    this.ref = ref;
    this.head = head;
    this.limits = limits;
    this.state = state;
  }

  Decision decide() {
    return published.event().accept(this);
  }

  @Override
  public Decision appended(MessageAppended event) {
    AgentHead agent = head.agent(event.agent());
    checkAgentCount(event.agent());
    checkModels(event);
    Long expected = event.expectedIndex();
    if (expected != null && expected != agent.nextIndex()) {
      reject(
          RejectionCode.CONFLICT,
          "/expected_index",
          "the agent's next index is " + agent.nextIndex());
    }
    int bytes = SessionHead.pageBytes(published.data(), published.id(), published.source());
    long page = head.page().pageFor(bytes, limits);
    Instant last = agent.lastCreatedAt();
    Applied change =
        change(
            head.lastSeq() + 1,
            event.agent(),
            agent.nextIndex(),
            page,
            last != null && last.isAfter(ref.time()) ? last : ref.time(),
            !head.agents().containsKey(event.agent()),
            published.data());
    return apply(change, event, null, page == head.page().number() ? null : opened());
  }

  @Override
  public Decision measured(MessageMeasured event) {
    checkModels(event);
    JsonText added = event.eventLoopMetrics();
    return onTarget(event, event.target(), added == null ? 0 : added.utf8Length());
  }

  @Override
  public Decision redacted(MessageRedacted event) {
    Place place = place(event.target());
    if (place == null) {
      return new Decision.Reject(reasons);
    }
    // The text and the details are kept with the message, so both count.
    int bytes = published.data().utf8Length() - event.target().json().utf8Length();
    PageFacts facts = facts(place.page());
    boolean fits = facts.addedBytes() + bytes <= limits.pageAdditionsBytes();
    MessageRedacted resolved = fits ? event : event.withDefaultText();
    JsonText data = fits ? published.data() : resolved.data();
    return apply(change(place, data), resolved, null, fits ? facts.plus(bytes) : null);
  }

  @Override
  public Decision replaced(MessageReplaced event) {
    return onTarget(event, event.target(), event.message().utf8Length());
  }

  @Override
  public Decision synced(AgentSynced event) {
    checkAgentCount(event.agent());
    AgentHead before = head.agent(event.agent());
    int own = before.synced(event.parts()).totalBytes();
    int others =
        head.agents().values().stream().mapToInt(AgentHead::totalBytes).sum() - before.totalBytes();
    check(own, limits.agentDataBytes(), "/agent", "bytes of synced data of one agent");
    check(own + others, limits.agentsDataBytes(), "/agent", "bytes of synced data of all agents");
    boolean isNew = !head.agents().containsKey(event.agent());
    return apply(
        change(null, event.agent(), null, null, null, isNew, published.data()), event, null, null);
  }

  @Override
  public Decision started(SessionStarted event) {
    MetadataEdit edit = MetadataEdit.fill(metadata(), event.metadata());
    checkMetadata(edit);
    SessionStarted resolved =
        new SessionStarted(
            first(SessionHead.StartField.USER, event.user()),
            first(SessionHead.StartField.APPLICATION, event.application()),
            first(SessionHead.StartField.SESSION_TYPE, event.sessionType()),
            first(SessionHead.StartField.TITLE, event.title()),
            edit.values().isEmpty() ? null : edit.values(),
            event.ext());
    return apply(
        change(ResolvedData.write(resolved)), resolved, edit.changes() ? edit.json() : null, null);
  }

  @Override
  public Decision closed(SessionClosed event) {
    return apply(change(published.data()), event, null, null);
  }

  @Override
  public Decision deleted(SessionDeleted event) {
    return apply(change(published.data()), event, null, null);
  }

  @Override
  public Decision metadataChanged(MetadataChanged event) {
    MetadataEdit edit = MetadataEdit.change(metadata(), event, reasons);
    if (reasons.isEmpty()) {
      checkMetadata(edit);
    }
    MetadataChanged resolved = edit.resolved(event.ext());
    return apply(change(ResolvedData.write(resolved)), resolved, edit.json(), null);
  }

  @Override
  public Decision feedback(FeedbackGiven event) {
    check(head.feedbacks() + 1, limits.feedbacks(), "", "feedbacks of a session");
    return annotation();
  }

  @Override
  public Decision guardrail(GuardrailTriggered event) {
    check(
        head.guardrailEvents() + 1, limits.guardrailEvents(), "", "guardrail events of a session");
    return annotation();
  }

  private Decision annotation() {
    JsonText data = ResolvedData.withSource(published.data(), published.source());
    check(
        head.feedbackAndGuardrailBytes() + data.utf8Length(),
        limits.feedbackAndGuardrailBytes(),
        "",
        "bytes of feedback and guardrail events of a session");
    return apply(change(data), published.type().read(data), null, null);
  }

  private Decision onTarget(SessionEvent event, Target target, int bytes) {
    Place place = place(target);
    if (place == null) {
      return new Decision.Reject(reasons);
    }
    PageFacts facts = facts(place.page());
    check(
        facts.addedBytes() + bytes,
        limits.pageAdditionsBytes(),
        "",
        "bytes that replacements and measurements add to the messages of one page");
    return apply(
        change(place, published.data()), event, null, bytes > 0 ? facts.plus(bytes) : null);
  }

  private Decision apply(
      Applied change,
      SessionEvent resolved,
      @Nullable JsonText metadata,
      @Nullable PageFacts page) {
    return reasons.isEmpty()
        ? new Decision.Apply(change, resolved, metadata, page)
        : new Decision.Reject(reasons);
  }

  private Applied change(JsonText data) {
    return change(null, null, null, null, null, false, data);
  }

  private Applied change(Place place, JsonText data) {
    return change(null, place.agent(), place.index(), place.page(), null, false, data);
  }

  private Applied change(
      @Nullable Long seq,
      @Nullable String agent,
      @Nullable Long index,
      @Nullable Long page,
      @Nullable Instant createdAt,
      boolean newAgent,
      JsonText data) {
    return new Applied(
        published.session(),
        head.revision() + 1,
        published.type(),
        published.version(),
        ref,
        seq,
        agent,
        index,
        page,
        createdAt,
        newAgent,
        data);
  }

  /** Where a message is. */
  private record Place(String agent, long index, long page) {}

  private @Nullable Place place(Target target) {
    if (target instanceof Target.ByIndex at) {
      if (at.index() < head.agent(at.agent()).nextIndex()) {
        return new Place(at.agent(), at.index(), page(at.agent(), at.index()));
      }
      reject(
          RejectionCode.UNKNOWN_TARGET,
          "/target",
          "the agent's next index is " + head.agent(at.agent()).nextIndex());
      return null;
    }
    Target.ByEvent by = (Target.ByEvent) target;
    String source = by.source() == null ? published.source() : by.source();
    SeenEvent seen = seen(source, by.event());
    if (seen == null || seen.agent() == null || seen.index() == null) {
      reject(
          RejectionCode.UNKNOWN_TARGET,
          "/target",
          "no message of this session was appended by that event of that source");
      return null;
    }
    return new Place(seen.agent(), seen.index(), page(seen.agent(), seen.index()));
  }

  /** A name without a UTF-8 form is nobody's, and would be taken for another's. */
  private @Nullable SeenEvent seen(String source, String id) {
    return Utf8.isWellFormed(source) && Utf8.isWellFormed(id)
        ? state.seen(SeenKey.of(published.session(), published.type().topic(), source, id))
        : null;
  }

  /** The last page that began at or below the agent's index: a binary search. */
  private long page(String agent, long index) {
    long low = 0;
    long high = head.page().number();
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (facts(middle).nextIndex(agent) <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private PageFacts facts(long page) {
    PageFacts facts = state.page(published.session(), page);
    return facts == null ? PageFacts.FIRST : facts;
  }

  private PageFacts opened() {
    Map<String, Long> nextIndexes = new HashMap<>();
    head.agents()
        .forEach(
            (name, agent) -> {
              if (agent.nextIndex() > 0) {
                nextIndexes.put(name, agent.nextIndex());
              }
            });
    return new PageFacts(head.lastSeq() + 1, nextIndexes, 0);
  }

  private JsonText metadata() {
    JsonText metadata = state.metadata(published.session());
    return metadata == null ? JsonText.EMPTY_OBJECT : metadata;
  }

  private @Nullable String first(SessionHead.StartField field, @Nullable String value) {
    return head.set().contains(field) ? null : value;
  }

  private void checkMetadata(MetadataEdit edit) {
    if (edit.json().depth() > JsonText.MAX_DEPTH) {
      reject(
          RejectionCode.TOO_DEEP, "", "metadata would be nested deeper than " + JsonText.MAX_DEPTH);
    }
    if (edit.grows()) {
      check(edit.json().utf8Length(), limits.metadataBytes(), "", "bytes of metadata of a session");
    }
  }

  private void checkAgentCount(String agent) {
    if (!head.agents().containsKey(agent)) {
      check(head.agents().size() + 1, limits.agents(), "/agent", "agents of a session");
    }
  }

  private void checkModels(SessionEvent event) {
    String model = Models.of(event);
    if (model != null && !head.models().contains(model)) {
      check(head.models().size() + 1, limits.models(), "/model", "models of a session");
    }
  }

  private void check(long value, int limit, String pointer, String what) {
    if (value > limit) {
      reject(RejectionCode.LIMIT, pointer, "at most " + limit + " " + what);
    }
  }

  private void reject(RejectionCode code, String pointer, String message) {
    reasons.add(new Reason(code, pointer, message));
  }
}
