package io.sessionfold.journal;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.MemberCursor;
import org.jspecify.annotations.Nullable;

/**
 * Reads an applied change whose members stand in the order in which {@link ChangeCodec} writes
 * them, which is the fast way through a journal. What has another order, other members or another
 * outcome is left to the reading by name.
 */
final class AppliedReading {
  private static final JsonText VERSION = JsonText.of(ChangeCodec.VERSION);
  private static final JsonText APPLIED = JsonText.of(Outcome.APPLIED.wireName());

  private AppliedReading() {}

  /** The change; {@code null} if it is not written so. */
  static @Nullable Applied of(JsonText json) {
    MemberCursor m = new MemberCursor(json);
    if (!VERSION.equals(m.next("v")) || !APPLIED.equals(m.next("outcome"))) {
      return null;
    }
    JsonText session = m.next("session");
    JsonText revision = m.next("revision");
    JsonText type = m.next("type");
    JsonText version = m.next("version");
    JsonText event = m.next("event");
    JsonText seq = m.next("seq");
    JsonText agent = m.next("agent");
    JsonText index = m.next("index");
    JsonText page = m.next("page");
    JsonText createdAt = m.next("created_at");
    JsonText newAgent = m.next("new_agent");
    JsonText data = m.next("data");
    EventRef ref = event == null ? null : ref(event);
    if (session == null
        || revision == null
        || type == null
        || version == null
        || ref == null
        || data == null
        || !m.isAtEnd()) {
      return null;
    }
    String name = type.string();
    EventType known =
        EventType.named(name).orElseThrow(() -> UnknownJournalVersionException.ofType(name));
    return new Applied(
        SessionKey.parse(session.string()).orElseThrow(),
        revision.integer(),
        known,
        ResolvedData.known(known, (int) version.integer()),
        ref,
        ChangeCodec.integer(seq),
        ChangeCodec.string(agent),
        ChangeCodec.integer(index),
        ChangeCodec.integer(page),
        createdAt == null ? null : ChangeCodec.time(createdAt),
        newAgent != null,
        data);
  }

  private static @Nullable EventRef ref(JsonText json) {
    MemberCursor m = new MemberCursor(json);
    JsonText id = m.next("id");
    JsonText source = m.next("source");
    JsonText time = m.next("time");
    JsonText topic = m.next("topic");
    JsonText partition = m.next("partition");
    JsonText offset = m.next("offset");
    JsonText recordedAt = m.next("recorded_at");
    if (time == null
        || topic == null
        || partition == null
        || offset == null
        || recordedAt == null
        || !m.isAtEnd()) {
      return null;
    }
    return new EventRef(
        ChangeCodec.string(id),
        ChangeCodec.string(source),
        ChangeCodec.time(time),
        topic.string(),
        (int) partition.integer(),
        offset.integer(),
        ChangeCodec.time(recordedAt));
  }
}
