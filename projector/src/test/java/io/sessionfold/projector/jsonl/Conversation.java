package io.sessionfold.projector.jsonl;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.event.SessionDeleted;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.event.Target;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.ResolvedData;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of one session, made by hand, change by change. */
final class Conversation {
  static final int PARTITION = 3;
  static final String AGENT = "writer";

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  private final SessionKey session;
  private final List<Applied> changes = new ArrayList<>();
  private long messages;

  Conversation(SessionKey session) {
    this.session = session;
  }

  Conversation(String id) {
    this(SessionKey.of(id));
  }

  SessionKey session() {
    return session;
  }

  Conversation started(String user) {
    return add(
        EventType.SESSION_STARTED,
        ResolvedData.write(new SessionStarted(user, "app", null, "a title", null, null)),
        null,
        null);
  }

  Conversation appended(String text) {
    return appended(MessageFormat.STRANDS, "user", text);
  }

  Conversation appended(MessageFormat format, String role, String text) {
    messages++;
    return message(MessageAppended.of(AGENT, format, message(role, text)), messages - 1, messages);
  }

  Conversation replaced(long index, @Nullable MessageFormat format, String role, String text) {
    Target target = new Target.ByIndex(AGENT, index);
    return message(
        new MessageReplaced(target, message(role, text), format, null, null), index, null);
  }

  Conversation redacted(long index, @Nullable String text) {
    Target target = new Target.ByIndex(AGENT, index);
    JsonText shown = text == null ? null : message("assistant", text);
    return message(new MessageRedacted(target, shown, "why", null, null, null, null), index, null);
  }

  Conversation deleted() {
    return add(EventType.SESSION_DELETED, new SessionDeleted("asked", null).data(), null, null);
  }

  List<Applied> changes() {
    return List.copyOf(changes);
  }

  /** The changes from revision {@code from} to {@code to}, both included. */
  SessionChanges changes(long from, long to) {
    return new SessionChanges(
        session, PARTITION, from, List.copyOf(changes.subList((int) from - 1, (int) to)));
  }

  ChangeBatch batch(long from, long to) {
    return new ChangeBatch(List.of(changes(from, to)), List.of());
  }

  ChangeBatch all() {
    return batch(1, size());
  }

  int size() {
    return changes.size();
  }

  private Conversation message(SessionEvent event, long index, @Nullable Long seq) {
    return add(event.type(), event.data(), index, seq);
  }

  private Conversation add(
      EventType type, JsonText data, @Nullable Long index, @Nullable Long seq) {
    long revision = changes.size() + 1L;
    Instant time = START.plusSeconds(revision);
    EventRef event =
        new EventRef(
            "e" + revision, "/test", time, type.topic().topicName(), PARTITION, revision, time);
    changes.add(
        new Applied(
            session,
            revision,
            type,
            1,
            event,
            seq,
            index == null ? null : AGENT,
            index,
            index == null ? null : 0L,
            seq == null ? null : time,
            seq != null && seq == 1,
            data));
    return this;
  }

  private static JsonText message(String role, String text) {
    return new JsonWriter().add("role", role).add("content", text).done();
  }
}
