package io.sessionfold.chaos.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record to be produced.
 *
 * @param partition where it is put against the rule; absent: where its key belongs
 * @param headers in order
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is not asked for.
record Outgoing(
    String topic,
    @Nullable Integer partition,
    @Nullable String key,
    byte @Nullable [] value,
    Map<String, String> headers) {
  static final String MESSAGES = "agent-messages";
  static final String METADATA = "agent-metadata";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A CloudEvent in binary mode. */
  static Outgoing event(
      String topic, String session, String type, String id, String source, JsonNode data) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", id);
    headers.put("ce_source", source);
    headers.put("ce_type", "io.sessionfold." + type + ".v1");
    headers.put("ce_time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    headers.put("ce_subject", session);
    headers.put("content-type", "application/json");
    return new Outgoing(topic, null, session, bytes(data), headers);
  }

  static byte[] bytes(JsonNode data) {
    try {
      return JSON.writeValueAsBytes(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Outgoing withHeader(String name, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Outgoing(topic, partition, key, this.value, changed);
  }

  Outgoing withValue(byte @Nullable [] other) {
    return new Outgoing(topic, partition, key, other, headers);
  }

  Outgoing withKey(@Nullable String other) {
    return new Outgoing(topic, partition, other, value, headers);
  }

  Outgoing on(String otherTopic, @Nullable Integer otherPartition) {
    return new Outgoing(otherTopic, otherPartition, key, value, headers);
  }

  ProducerRecord<byte @Nullable [], byte @Nullable []> record() {
    ProducerRecord<byte @Nullable [], byte @Nullable []> record =
        new ProducerRecord<>(topic, partition, key == null ? null : utf8(key), value);
    headers.forEach((name, text) -> record.headers().add(name, utf8(text)));
    return record;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
