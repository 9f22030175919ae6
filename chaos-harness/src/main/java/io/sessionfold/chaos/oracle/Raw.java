package io.sessionfold.chaos.oracle;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record as a topic has it. */
@SuppressWarnings("ArrayRecordComponent") // Equality is not asked for.
record Raw(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, byte[]> headers) {

  static Raw of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), header.value());
    }
    return new Raw(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }

  @Nullable String header(String name) {
    byte[] value = headers.get(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Nullable String keyText() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  String at() {
    return topic + "-" + partition + "-" + offset;
  }
}
