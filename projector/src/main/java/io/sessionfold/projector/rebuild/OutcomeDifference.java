package io.sessionfold.projector.rebuild;

import io.sessionfold.event.EventType;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event that two journals made different changes of. It holds no content.
 *
 * @param session whose event it is; absent where its key named none
 * @param id the event's; absent where it had none that is kept
 * @param before what the old journal says, for people
 * @param after what the new one says
 */
public record OutcomeDifference(
    String topic,
    int partition,
    long offset,
    @Nullable String session,
    @Nullable String id,
    String before,
    String after) {
  private static final String NOTHING = "nothing";

  /**
   * The difference of what two journals made of one event.
   *
   * @return absent if they made the same of it. Revisions, pages and the revision that a duplicate
   *     repeats belong to a journal, the wording of a reason to a release: they do not count
   */
  static @Nullable OutcomeDifference of(@Nullable Change before, @Nullable Change after) {
    if (before != null && after != null && facts(before).equals(facts(after))) {
      return null;
    }
    EventRef event = (before == null ? Objects.requireNonNull(after) : before).event();
    Object session = before == null ? Objects.requireNonNull(after).session() : before.session();
    String first = text(before);
    String second = text(after);
    return new OutcomeDifference(
        event.topic(),
        event.partition(),
        event.offset(),
        session == null ? null : session.toString(),
        event.id(),
        first,
        first.equals(second) ? second + ", with other content" : second);
  }

  private static Change facts(Change change) {
    if (change instanceof Applied c) {
      return new Applied(
          c.session(),
          0,
          c.type(),
          c.version(),
          c.event(),
          c.seq(),
          c.agent(),
          c.index(),
          null,
          c.createdAt(),
          c.newAgent(),
          c.data());
    }
    if (change instanceof Duplicate c) {
      return new Duplicate(c.session(), 0, c.type(), c.version(), c.event());
    }
    Rejected c = (Rejected) change;
    List<Reason> places =
        c.reasons().stream().map(r -> new Reason(r.code(), r.pointer(), "")).toList();
    return new Rejected(c.session(), c.type(), c.version(), c.event(), places);
  }

  private static String text(@Nullable Change change) {
    if (change == null) {
      return NOTHING;
    }
    if (change instanceof Applied c) {
      return "applied"
          + (c.agent() == null ? "" : ", agent " + c.agent())
          + (c.index() == null ? "" : ", index " + c.index())
          + (c.seq() == null ? "" : ", message " + c.seq());
    }
    if (change instanceof Rejected c) {
      return c.reasons().stream()
          .map(r -> r.code().wireName() + (r.pointer().isEmpty() ? "" : " at " + r.pointer()))
          .distinct()
          .collect(Collectors.joining(", ", "rejected, ", ""));
    }
    return "duplicate";
  }

  /** Whether a change deletes its session. */
  static boolean isDeletion(@Nullable Change change) {
    return change instanceof Applied applied && applied.type() == EventType.SESSION_DELETED;
  }

  /** As one JSON object. */
  public JsonText json() {
    return new JsonWriter()
        .add("topic", topic)
        .add("partition", partition)
        .add("offset", offset)
        .add("session", session)
        .add("id", id)
        .add("before", before)
        .add("after", after)
        .done();
  }

  static OutcomeDifference read(byte[] json) {
    Map<String, JsonText> m;
    try {
      m = JsonText.parse(json).members();
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a temporary file was changed by somebody else", e);
    }
    return new OutcomeDifference(
        string(m, "topic"),
        Math.toIntExact(Objects.requireNonNull(m.get("partition")).integer()),
        Objects.requireNonNull(m.get("offset")).integer(),
        optional(m, "session"),
        optional(m, "id"),
        string(m, "before"),
        string(m, "after"));
  }

  private static String string(Map<String, JsonText> members, String name) {
    return Objects.requireNonNull(members.get(name), name).string();
  }

  private static @Nullable String optional(Map<String, JsonText> members, String name) {
    JsonText value = members.get(name);
    return value == null ? null : value.string();
  }
}
