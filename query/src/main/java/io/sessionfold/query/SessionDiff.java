package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonDiff;
import io.sessionfold.json.JsonDiff.Difference;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a session between two points of its history. Pure. Paths are JSON Pointers into
 * what {@link SessionJson} shows; that members stand in another order is no difference.
 *
 * @param from the earlier point; revision 0 if the session had no change yet
 * @param to the later one
 * @param head of everything that is not in the other lists: user, title, times, usage…
 * @param metadata paths from the metadata on
 * @param agents paths from the agents on: {@code /<name>/state/…}
 * @param changed messages of before that are not as they were: redacted, replaced, measured
 * @param added messages that came
 * @param feedbacks that were given
 * @param guardrailEvents that were triggered
 */
public record SessionDiff(
    SessionKey key,
    Point from,
    Point to,
    List<Difference> head,
    List<Difference> metadata,
    List<Difference> agents,
    List<ChangedMessage> changed,
    List<Message> added,
    List<Feedback> feedbacks,
    List<GuardrailEvent> guardrailEvents) {
  private static final JsonText NOTHING = JsonText.EMPTY_OBJECT;
  private static final String METADATA = "metadata";
  private static final String AGENTS = "agents";

  /** Members of the whole session that have a list of their own, or are told by the points. */
  private static final List<String> ELSEWHERE =
      List.of(METADATA, AGENTS, "feedbacks", "guardrail_events", "revision");

  /**
   * One of the two points.
   *
   * @param recordedAt absent before the first change
   */
  public record Point(long revision, @Nullable Instant recordedAt) {}

  /** A message that is not as it was. */
  public record ChangedMessage(Message before, List<Difference> differences) {
    /** Copies the list. */
    public ChangedMessage {
      differences = List.copyOf(differences);
    }
  }

  /** Copies the lists. */
  public SessionDiff {
    head = List.copyOf(head);
    metadata = List.copyOf(metadata);
    agents = List.copyOf(agents);
    changed = List.copyOf(changed);
    added = List.copyOf(added);
    feedbacks = List.copyOf(feedbacks);
    guardrailEvents = List.copyOf(guardrailEvents);
  }

  /**
   * The differences.
   *
   * @param from absent: from before the first change on
   * @param to of the same session, at the same revision or a later one
   * @throws IllegalArgumentException if it is not
   */
  public static SessionDiff between(Optional<PastSession> from, PastSession to) {
    Session after = to.session();
    Session before = from.map(PastSession::session).orElseGet(() -> Session.before(after.key()));
    if (!before.key().equals(after.key()) || before.revision() > after.revision()) {
      throw new IllegalArgumentException(
          "revision %d of %s does not come before revision %d of %s"
              .formatted(before.revision(), before.key(), after.revision(), after.key()));
    }
    Map<String, JsonText> was = SessionJson.head(before).members();
    Map<String, JsonText> is = SessionJson.head(after).members();
    return new SessionDiff(
        after.key(),
        new Point(before.revision(), from.map(PastSession::recordedAt).orElse(null)),
        new Point(after.revision(), to.recordedAt()),
        differences(rest(was), rest(is)),
        differences(was.getOrDefault(METADATA, NOTHING), is.getOrDefault(METADATA, NOTHING)),
        differences(was.getOrDefault(AGENTS, NOTHING), is.getOrDefault(AGENTS, NOTHING)),
        changed(before.messages(), after.messages()),
        behind(before.messages(), after.messages()),
        behind(before.feedbacks(), after.feedbacks()),
        behind(before.guardrailEvents(), after.guardrailEvents()));
  }

  private static JsonText rest(Map<String, JsonText> members) {
    Map<String, JsonText> rest = new LinkedHashMap<>(members);
    ELSEWHERE.forEach(rest::remove);
    return JsonWriter.object(rest);
  }

  private static List<Difference> differences(JsonText before, JsonText after) {
    return JsonDiff.all(before, after).stream().filter(d -> !d.ofOrder()).toList();
  }

  private static List<ChangedMessage> changed(List<Message> before, List<Message> after) {
    List<ChangedMessage> changed = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Message was = before.get(i);
      Message is = after.get(i);
      if (!was.equals(is)) {
        changed.add(
            new ChangedMessage(
                was, differences(SessionJson.message(was), SessionJson.message(is))));
      }
    }
    return changed;
  }

  /** A session's lists only grow. */
  private static <T> List<T> behind(List<T> before, List<T> after) {
    return after.subList(before.size(), after.size());
  }

  /** Whether nothing but the revision differs. */
  public boolean isEmpty() {
    return head.isEmpty()
        && metadata.isEmpty()
        && agents.isEmpty()
        && changed.isEmpty()
        && added.isEmpty()
        && feedbacks.isEmpty()
        && guardrailEvents.isEmpty();
  }

  /** As JSON: members are always there and may be added. */
  public JsonText json() {
    return new JsonWriter(1024)
        .add("session", key.id())
        .add("tenant", key.tenant())
        .add("from", json(from))
        .add("to", json(to))
        .add("head", head.stream().map(Difference::json).toList())
        .add(METADATA, metadata.stream().map(Difference::json).toList())
        .add(AGENTS, agents.stream().map(Difference::json).toList())
        .add("changed_messages", changed.stream().map(SessionDiff::json).toList())
        .add("added_messages", added.stream().map(SessionJson::message).toList())
        .add("added_feedbacks", feedbacks.stream().map(SessionJson::feedback).toList())
        .add(
            "added_guardrail_events", guardrailEvents.stream().map(SessionJson::guardrail).toList())
        .done();
  }

  private static JsonText json(Point point) {
    Instant recordedAt = point.recordedAt();
    return new JsonWriter()
        .add("revision", point.revision())
        .add("recorded_at", recordedAt == null ? null : Times.format(recordedAt))
        .done();
  }

  private static JsonText json(ChangedMessage changed) {
    return new JsonWriter()
        .add("seq", changed.before().seq())
        .add("agent", changed.before().agent())
        .add("index", changed.before().index())
        .add("differences", changed.differences().stream().map(Difference::json).toList())
        .done();
  }
}
