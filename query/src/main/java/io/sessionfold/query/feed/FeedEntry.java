package io.sessionfold.query.feed;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An applied change as it is kept until it is told: its text, and what of it is asked often. Not
 * thread-safe.
 */
final class FeedEntry {
  /** What an entry takes besides its text, about: the names of it and its places in the maps. */
  private static final int OVERHEAD = 400;

  /** The message that a change appends or changes. */
  record Place(SessionKey session, String agent, long index) {
    static @Nullable Place of(Applied change) {
      String agent = change.agent();
      Long index = change.index();
      return agent == null || index == null ? null : new Place(change.session(), agent, index);
    }
  }

  final int partition;
  final long offset;
  final SessionKey session;
  final long revision;
  final EventType type;
  final @Nullable Place place;
  final Instant recordedAt;
  private byte @Nullable [] value;

  private FeedEntry(int partition, long offset, byte[] value, Applied change) {
    this.partition = partition;
    this.offset = offset;
    this.value = value;
    session = change.session();
    revision = change.revision();
    type = change.type();
    place = Place.of(change);
    recordedAt = change.event().recordedAt();
  }

  /** The entry of a record of the journal. */
  static FeedEntry of(ConsumerRecord<byte[], byte[]> record, Applied change) {
    return new FeedEntry(record.partition(), record.offset(), record.value(), change);
  }

  /** The text; {@code null} if the change is not told any more. */
  byte @Nullable [] value() {
    return value;
  }

  /** Decodes the change; only while there is a text. */
  Applied change() {
    return (Applied) ChangeCodec.read(Objects.requireNonNull(value));
  }

  /** Puts another text, or none, in place. */
  void value(byte @Nullable [] other) {
    value = other;
  }

  int bytes() {
    return OVERHEAD + (value == null ? 0 : value.length);
  }
}
