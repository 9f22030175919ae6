package io.sessionfold.testkit;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import java.time.Instant;
import java.util.List;

/** Journal changes of the smallest kind, where a test cares for order and not for content. */
public final class Changes {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

  private Changes() {}

  /** An applied change of metadata, about the record at {@code offset} of the metadata topic. */
  public static Applied applied(SessionKey session, long revision, int partition, long offset) {
    return new Applied(
        session,
        revision,
        EventType.METADATA_CHANGED,
        1,
        event(IngressTopic.METADATA, partition, offset),
        null,
        null,
        null,
        null,
        null,
        false,
        JsonText.trusted("{\"values\":{\"n\":" + revision + "}}"));
  }

  /** A repeat of the event that got revision {@code of}. */
  public static Duplicate duplicate(SessionKey session, long of, int partition, long offset) {
    return new Duplicate(
        session,
        of,
        EventType.METADATA_CHANGED,
        1,
        event(IngressTopic.METADATA, partition, offset));
  }

  /** A rejected record of the message topic that named no session. */
  public static Rejected rejected(int partition, long offset) {
    return new Rejected(
        null,
        null,
        null,
        event(IngressTopic.MESSAGES, partition, offset),
        List.of(Reason.of(RejectionCode.NO_KEY, "expected a key")));
  }

  /** A record of the event log. */
  public static EventRef event(IngressTopic topic, int partition, long offset) {
    return new EventRef("e" + offset, "/test", TIME, topic.topicName(), partition, offset, TIME);
  }
}
