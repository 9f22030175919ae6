package io.sessionfold.journal;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a change: the value of a journal record, and a line of a session's file. The format
 * is public and frozen as version 1 (docs/architecture.md); members may be added.
 */
public final class ChangeCodec {
  /** The journal version that is written. */
  public static final int VERSION = 1;

  /** The whole metadata object stands in {@code data.values}. */
  private static final int LEVELS_AROUND_VALUES = 2;

  private ChangeCodec() {}

  /** The change as one compact object. */
  public static JsonText write(Change change) {
    return switch (change.outcome()) {
      case APPLIED -> write((Applied) change);
      case DUPLICATE -> write((Duplicate) change);
      case REJECTED -> write((Rejected) change);
    };
  }

  /**
   * The text of a change that may have been damaged where it was kept, checked as strictly as what
   * is published; a change that carries values of full depth passes.
   *
   * @throws JsonSyntaxException if it is not JSON
   */
  public static JsonText parse(byte[] line) throws JsonSyntaxException {
    return JsonText.parseAround(line, LEVELS_AROUND_VALUES);
  }

  /** Reads a journal value; see {@link #read(JsonText)}. */
  public static Change read(byte[] value) {
    return read(JsonText.trusted(new String(value, StandardCharsets.UTF_8)));
  }

  /**
   * Reads what {@link #write} wrote. The text is ours and is not checked again.
   *
   * @throws UnknownJournalVersionException if it, or the event that was applied, is of a later
   *     release: of another version, or of a type that this release does not have
   * @throws RuntimeException if it is not a change
   */
  public static Change read(JsonText json) {
    Applied inOrder = AppliedReading.of(json);
    return inOrder == null ? read(json.members()) : inOrder;
  }

  private static Change read(Map<String, JsonText> m) {
    long version = get(m, "v").integer();
    if (version != VERSION) {
      throw UnknownJournalVersionException.ofJournal(version);
    }
    return switch (Outcome.named(get(m, "outcome").string())) {
      case APPLIED -> applied(m);
      case DUPLICATE ->
          new Duplicate(
              session(m), get(m, "of").integer(), type(m), version(m), ref(get(m, "event")));
      case REJECTED -> rejected(m);
    };
  }

  private static JsonText write(Applied c) {
    return head(c, c.data().toString().length() + 512)
        .add("session", c.session().toString())
        .add("revision", c.revision())
        .add("type", c.type().wireName())
        .add("version", c.version())
        .add("event", write(c.event()))
        .add("seq", c.seq())
        .add("agent", c.agent())
        .add("index", c.index())
        .add("page", c.page())
        .add("created_at", c.createdAt() == null ? null : Times.format(c.createdAt()))
        .add("new_agent", c.newAgent() ? JsonText.trusted("true") : null)
        .add("data", c.data())
        .done();
  }

  private static JsonText write(Duplicate c) {
    return head(c, 384)
        .add("session", c.session().toString())
        .add("type", c.type().wireName())
        .add("version", c.version())
        .add("event", write(c.event()))
        .add("of", c.of())
        .done();
  }

  private static JsonText write(Rejected c) {
    SessionKey session = c.session();
    EventType type = c.type();
    Integer version = c.version();
    return head(c, 512)
        .add("session", session == null ? null : session.toString())
        .add("type", type == null ? null : type.wireName())
        .add("version", version == null ? null : Long.valueOf(version))
        .add("event", write(c.event()))
        .add("reasons", c.reasons().stream().map(ChangeCodec::write).toList())
        .done();
  }

  private static JsonWriter head(Change change, int capacity) {
    return new JsonWriter(capacity).add("v", VERSION).add("outcome", change.outcome().wireName());
  }

  private static JsonText write(EventRef e) {
    return new JsonWriter(224)
        .add("id", e.id())
        .add("source", e.source())
        .add("time", Times.format(e.time()))
        .add("topic", e.topic())
        .add("partition", e.partition())
        .add("offset", e.offset())
        .add("recorded_at", Times.format(e.recordedAt()))
        .done();
  }

  /** A reason as it stands in the journal. */
  public static JsonText write(Reason reason) {
    return new JsonWriter()
        .add("code", reason.code().wireName())
        .add("pointer", reason.pointer())
        .add("message", reason.message())
        .done();
  }

  /** Reads a reason as it stands in the journal. */
  public static Reason readReason(JsonText json) {
    Map<String, JsonText> m = json.members();
    return new Reason(
        RejectionCode.named(get(m, "code").string()),
        get(m, "pointer").string(),
        get(m, "message").string());
  }

  private static Applied applied(Map<String, JsonText> m) {
    JsonText createdAt = m.get("created_at");
    EventType type = type(m);
    return new Applied(
        session(m),
        get(m, "revision").integer(),
        type,
        ResolvedData.known(type, version(m)),
        ref(get(m, "event")),
        integer(m.get("seq")),
        string(m.get("agent")),
        integer(m.get("index")),
        integer(m.get("page")),
        createdAt == null ? null : time(createdAt),
        m.containsKey("new_agent"),
        get(m, "data"));
  }

  private static Rejected rejected(Map<String, JsonText> m) {
    JsonText type = m.get("type");
    Long version = integer(m.get("version"));
    List<Reason> reasons =
        get(m, "reasons").elements().stream().map(ChangeCodec::readReason).toList();
    return new Rejected(
        m.containsKey("session") ? session(m) : null,
        type == null ? null : EventType.named(type.string()).orElseThrow(),
        version == null ? null : version.intValue(),
        ref(get(m, "event")),
        reasons);
  }

  private static EventRef ref(JsonText json) {
    Map<String, JsonText> m = json.members();
    return new EventRef(
        string(m.get("id")),
        string(m.get("source")),
        time(get(m, "time")),
        get(m, "topic").string(),
        (int) get(m, "partition").integer(),
        get(m, "offset").integer(),
        time(get(m, "recorded_at")));
  }

  private static SessionKey session(Map<String, JsonText> m) {
    return SessionKey.parse(get(m, "session").string()).orElseThrow();
  }

  private static EventType type(Map<String, JsonText> m) {
    String name = get(m, "type").string();
    return EventType.named(name).orElseThrow(() -> UnknownJournalVersionException.ofType(name));
  }

  private static int version(Map<String, JsonText> m) {
    return (int) get(m, "version").integer();
  }

  static Instant time(JsonText value) {
    return Times.parse(value.string()).orElseThrow();
  }

  private static JsonText get(Map<String, JsonText> m, String name) {
    JsonText value = m.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a change has a member " + name);
    }
    return value;
  }

  static @Nullable Long integer(@Nullable JsonText value) {
    return value == null ? null : value.integer();
  }

  static @Nullable String string(@Nullable JsonText value) {
    return value == null ? null : value.string();
  }
}
