package io.sessionfold.projector.topology;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Changes as records of the journal. */
final class JournalRecords {
  private static final byte[] JSON = utf8("application/json");

  /** As tracing libraries write it; as CloudEvents libraries do. */
  private static final String TRACE = "traceparent";

  private static final String TRACE_EXTENSION = "ce_traceparent";

  /** A version 00 traceparent has 55 characters; later ones may have some more. */
  private static final int LONGEST_TRACE = 256;

  private JournalRecords() {}

  /**
   * The record of a change. Its time is that of the event's record.
   *
   * @param original headers of the event's record
   */
  static Record<byte @Nullable [], Outgoing> of(Change change, Headers original) {
    SessionKey session = change.session();
    return new Record<>(
        session == null ? null : utf8(session.toString()),
        new Outgoing(change.event().partition(), ChangeCodec.write(change).utf8()),
        change.event().recordedAt().toEpochMilli(),
        headers(change, original));
  }

  private static Headers headers(Change change, Headers original) {
    Headers headers = new RecordHeaders();
    headers.add("content-type", JSON);
    headers.add("outcome", utf8(change.outcome().wireName()));
    EventType type = type(change);
    if (type != null) {
      headers.add("type", utf8(type.wireName()));
    }
    if (change instanceof Applied applied) {
      headers.add("revision", utf8(Long.toString(applied.revision())));
    }
    Header bare = original.lastHeader(TRACE);
    Header trace = bare == null ? original.lastHeader(TRACE_EXTENSION) : bare;
    if (trace != null && trace.value() != null && trace.value().length <= LONGEST_TRACE) {
      headers.add(TRACE, trace.value());
    }
    return headers;
  }

  private static @Nullable EventType type(Change change) {
    return switch (change.outcome()) {
      case APPLIED -> ((Applied) change).type();
      case DUPLICATE -> ((Duplicate) change).type();
      case REJECTED -> ((Rejected) change).type();
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
