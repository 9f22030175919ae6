package io.sessionfold.projector.deadletters;

import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record of the event log, as the dead letters have it.
 *
 * @param at where it stands in the event log
 * @param recordedAt when the broker took it
 * @param stage the step that found the first reason
 * @param reasons all of them
 * @param omitted the bytes that it had, where it is too large for a dead letter
 * @param key as it came
 * @param value as it came; absent too if the content was left out
 * @param headers as they came, without ours
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on as they are; equality is not asked for.
public record DeadLetter(
    LogPosition at,
    Instant recordedAt,
    String stage,
    List<Reason> reasons,
    @Nullable Long omitted,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {
  /** Copies the lists. */
  public DeadLetter {
    reasons = List.copyOf(reasons);
    headers = List.copyOf(headers);
  }

  /** Reads a record of the topic of dead letters; empty if it is none of ours. */
  static Optional<DeadLetter> read(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
    String topic = own(record, DeadLetterHeaders.TOPIC);
    String partition = own(record, DeadLetterHeaders.PARTITION);
    String offset = own(record, DeadLetterHeaders.OFFSET);
    if (topic == null || partition == null || offset == null) {
      return Optional.empty();
    }
    String omitted = own(record, DeadLetterHeaders.OMITTED);
    List<Header> headers = new ArrayList<>();
    record
        .headers()
        .forEach(
            header -> {
              if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                headers.add(header);
              }
            });
    return Optional.of(
        new DeadLetter(
            new LogPosition(topic, Integer.parseInt(partition), Long.parseLong(offset)),
            Optional.ofNullable(own(record, DeadLetterHeaders.RECORDED_AT))
                .flatMap(Times::parse)
                .orElseGet(() -> Instant.ofEpochMilli(record.timestamp())),
            Optional.ofNullable(own(record, DeadLetterHeaders.STAGE)).orElse(""),
            reasons(own(record, DeadLetterHeaders.REASONS)),
            omitted == null ? null : Long.valueOf(omitted),
            record.key(),
            record.value(),
            headers));
  }

  private static @Nullable String own(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static List<Reason> reasons(@Nullable String json) {
    if (json == null) {
      return List.of();
    }
    try {
      return JsonText.parse(json).elements().stream().map(ChangeCodec::readReason).toList();
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("the reasons of a dead letter are not JSON", e);
    }
  }

  /** The text of a header of the event's own, such as {@code ce_id}. */
  public @Nullable String header(String name) {
    String text = null;
    for (Header header : headers) {
      if (header.key().equals(name) && header.value() != null) {
        text = new String(header.value(), StandardCharsets.UTF_8);
      }
    }
    return text;
  }

  /** The session that it names, as text; absent if it has no key. */
  public @Nullable String session() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  /** The names of the reasons' classes. */
  public List<String> codes() {
    return reasons.stream().map(reason -> reason.code().wireName()).distinct().toList();
  }

  /** Whether it was published to a deleted session: its content is nowhere, and stays so. */
  public boolean isOfDeleted() {
    return reasons.stream().anyMatch(reason -> reason.code() == RejectionCode.DELETED);
  }
}
