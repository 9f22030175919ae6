package io.sessionfold.sequence;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes exactly one change of each record of the event log. Given the same records in the same
 * order it makes the same changes, whenever and wherever it runs.
 *
 * <p>Not thread-safe; one sequencer for the state of one partition.
 */
public final class Sequencer {
  /**
   * The version of what sequencing makes of an event log. Raised where a release makes other
   * changes of the same records: a journal that was begun by one version is not continued by
   * another, and a new one is made.
   */
  public static final int VERSION = 1;

  /** How far ahead of the broker's clock a producer's may be. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final EventReader reader;
  private final Limits limits;
  private final SequencerState state;

  /** A sequencer that remembers in {@code state}. */
  public Sequencer(EventReader reader, Limits limits, SequencerState state) {
    this.reader = reader;
    this.limits = limits;
    this.state = state;
  }

  /**
   * The change that a record becomes; what must be remembered of it is in the state when this
   * returns.
   *
   * @param misrouted whether the record's key belongs to another partition; such a record touches
   *     no state
   */
  public Change sequence(IngressRecord record, boolean misrouted) {
    Reading reading = reader.read(record);
    EventRef ref = ref(record, reading);
    if (misrouted) {
      return rejected(reading, ref, plus(misroutedReason(record), reading.reasons()));
    }
    SessionKey session = reading.session();
    SessionHead head = session == null ? null : state.head(session);
    if (session != null && head != null && head.deleted()) {
      return afterDeletion(session, head, reading, ref);
    }
    PublishedEvent event = reading.event();
    if (event == null) {
      return rejected(reading, ref, reading.reasons());
    }
    return sequence(event, head == null ? SessionHead.NONE : head, record, reading, ref);
  }

  private Change sequence(
      PublishedEvent event, SessionHead head, IngressRecord record, Reading reading, EventRef ref) {
    SeenKey key = SeenKey.of(event.session(), record.topic(), event.source(), event.id());
    Digest128 content = content(event);
    // Only what was applied is remembered, and the first of that makes the head.
    SeenEvent seen = head.revision() == 0 ? null : state.seen(key);
    if (seen != null) {
      return seen.content().equals(content)
          ? new Duplicate(event.session(), seen.revision(), event.type(), event.version(), ref)
          : rejected(
              reading,
              ref,
              List.of(
                  Reason.of(
                      RejectionCode.ID_REUSED,
                      "the id was used for other content; publish this event with an id of its"
                          + " own")));
    }
    Decision decision = new SessionDecision(event, ref, head, limits, state).decide();
    if (decision instanceof Decision.Reject reject) {
      return rejected(reading, ref, reject.reasons());
    }
    Decision.Apply apply = (Decision.Apply) decision;
    remember(apply, head, key, content);
    return apply.change();
  }

  private void remember(Decision.Apply apply, SessionHead head, SeenKey key, Digest128 content) {
    Applied change = apply.change();
    SessionKey session = change.session();
    state.head(session, SessionHead.evolve(head, change, apply.resolved()));
    if (change.type() == EventType.SESSION_DELETED) {
      state.forget(session, head);
      return;
    }
    boolean message = change.seq() != null;
    state.seen(
        key,
        new SeenEvent(
            change.revision(),
            content,
            change.seq(),
            message ? change.agent() : null,
            message ? change.index() : null));
    if (apply.metadata() != null) {
      state.metadata(session, apply.metadata());
    }
    if (apply.page() != null) {
      state.page(session, Objects.requireNonNull(change.page()), apply.page());
    }
  }

  private static Change afterDeletion(
      SessionKey session, SessionHead head, Reading reading, EventRef ref) {
    PublishedEvent event = reading.event();
    if (event != null && event.type() == EventType.SESSION_DELETED) {
      return new Duplicate(session, head.revision(), event.type(), event.version(), ref);
    }
    return rejected(
        reading,
        ref,
        List.of(
            Reason.of(
                RejectionCode.DELETED,
                "the session is deleted; use a new session id for a new conversation")));
  }

  private static Rejected rejected(Reading reading, EventRef ref, List<Reason> reasons) {
    return new Rejected(
        reading.session(), reading.type(), reading.version(), ref, Reasons.bounded(reasons));
  }

  private static List<Reason> plus(Reason first, List<Reason> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static Reason misroutedReason(IngressRecord record) {
    return new Reason(
        RejectionCode.MISROUTED,
        "key",
        "partition "
            + record.partition()
            + " is not the key's: the producer must partition by murmur2 of the key (librdkafka:"
            + " partitioner=murmur2_random)");
  }

  private static EventRef ref(IngressRecord record, Reading reading) {
    Instant recordedAt = record.recordedAt().truncatedTo(ChronoUnit.MILLIS);
    return new EventRef(
        reading.id(),
        reading.source(),
        time(reading.time(), recordedAt),
        record.topic().topicName(),
        record.partition(),
        record.offset(),
        recordedAt);
  }

  private static Instant time(@Nullable Instant given, Instant recordedAt) {
    return given == null || given.isAfter(recordedAt.plus(CLOCK_TOLERANCE)) ? recordedAt : given;
  }

  private static Digest128 content(PublishedEvent event) {
    return Digest128.of(
        event.type().cloudEventsType(event.version()), event.data().canonical().toString());
  }
}
