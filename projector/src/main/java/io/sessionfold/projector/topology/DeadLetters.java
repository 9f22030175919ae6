package io.sessionfold.projector.topology;

import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.projector.deadletters.DeadLetterHeaders;
import io.sessionfold.projector.topics.TopicPlan;
import io.sessionfold.sequence.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Rejected records as dead letters: key, value and headers as they came, and where they stood and
 * why they were rejected in headers of ours.
 *
 * <p>The content is left out of two: what was published to a deleted session, since nothing may be
 * kept of it, and what is larger than a dead letter may be, which only a record that was compressed
 * can reach. The event log has the record at the position that the dead letter names.
 */
final class DeadLetters {
  private static final Set<String> NAMING = Set.of("ce_id", "ce_type", "ce_source");
  private static final int LONGEST_KEY = 64 * 1024;
  private static final int LONGEST_NAMING_HEADER = 4 * 1024;

  /** A hundred reasons of 512 characters in pointer and message, each escaped, take 620 KB. */
  private static final int REASONS_BYTES = 704 * 1024;

  private final int mostBytes;

  /**
   * Dead letters that go with a journal.
   *
   * @param limits which say how large a dead letter may be
   */
  DeadLetters(Limits limits) {
    mostBytes = TopicPlan.journalMessageBytes(limits) - REASONS_BYTES;
  }

  /** The dead letter of a rejected record; its time is that record's. */
  Record<byte @Nullable [], Outgoing> of(
      Rejected rejected, byte @Nullable [] key, byte @Nullable [] value, Headers original) {
    EventRef at = rejected.event();
    long bytes = length(key) + length(value) + length(original);
    boolean tooLarge = bytes > mostBytes;
    boolean bare = tooLarge || isDeleted(rejected);
    Headers headers = new RecordHeaders();
    for (Header header : original) {
      if (bare ? names(header) : !header.key().startsWith(DeadLetterHeaders.PREFIX)) {
        headers.add(header);
      }
    }
    add(headers, DeadLetterHeaders.TOPIC, at.topic());
    add(headers, DeadLetterHeaders.PARTITION, Integer.toString(at.partition()));
    add(headers, DeadLetterHeaders.OFFSET, Long.toString(at.offset()));
    add(headers, DeadLetterHeaders.STAGE, stage(rejected.reasons().get(0).code()));
    add(headers, DeadLetterHeaders.REASONS, reasons(rejected));
    add(headers, DeadLetterHeaders.RECORDED_AT, Times.format(at.recordedAt()));
    if (tooLarge) {
      add(headers, DeadLetterHeaders.OMITTED, Long.toString(bytes));
    }
    return new Record<>(
        length(key) > LONGEST_KEY && bare ? null : key,
        new Outgoing(at.partition(), bare ? null : value),
        at.recordedAt().toEpochMilli(),
        headers);
  }

  private static boolean isDeleted(Rejected rejected) {
    return rejected.reasons().stream().anyMatch(r -> r.code() == RejectionCode.DELETED);
  }

  private static boolean names(Header header) {
    return NAMING.contains(header.key()) && length(header.value()) <= LONGEST_NAMING_HEADER;
  }

  private static String reasons(Rejected rejected) {
    return JsonWriter.array(rejected.reasons().stream().map(ChangeCodec::write).toList())
        .toString();
  }

  /** The step in which the first reason was found. */
  private static String stage(RejectionCode code) {
    return switch (code) {
      case NOT_CLOUDEVENT,
          NOT_JSON,
          DUPLICATE_NAME,
          TOO_DEEP,
          NO_KEY,
          UNKNOWN_TYPE,
          UNKNOWN_VERSION ->
          "decode";
      case BAD_KEY, KEY_MISMATCH, MISROUTED, WRONG_TOPIC, BAD_TIME, SCHEMA, LIMIT -> "check";
      case ID_REUSED, DELETED -> "deduplicate";
      case UNKNOWN_TARGET, CONFLICT, PATH_CONFLICT -> "sequence";
    };
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long length(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      // A name counts as if each of its characters took the most bytes.
      bytes += 3L * header.key().length() + length(header.value()) + 16;
    }
    return bytes;
  }
}
