package io.sessionfold.sequence;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of the event log, whatever it holds. Its arrays are not copied and not changed.
 *
 * @param recordedAt when the broker appended it
 */
@SuppressWarnings("ArrayRecordComponent") // Read once; equality is not asked for.
public record IngressRecord(
    IngressTopic topic,
    int partition,
    long offset,
    Instant recordedAt,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** One header. */
  @SuppressWarnings("ArrayRecordComponent") // As above.
  public record Header(String name, byte @Nullable [] value) {
    /** A header with text. */
    public static Header of(String name, String value) {
      return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The text of the last header of that name; {@code null} if there is none. */
  public @Nullable String header(String name) {
    byte[] value = last(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** The same, strictly: empty if there is none or it is not UTF-8. */
  Optional<String> text(String name) {
    byte[] value = last(name);
    return value == null ? Optional.empty() : Utf8.decode(value);
  }

  /** Whether there is a header of that name. */
  boolean has(String name) {
    return last(name) != null;
  }

  private byte @Nullable [] last(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      byte[] value = headers.get(i).value();
      if (value != null && headers.get(i).name().equals(name)) {
        return value;
      }
    }
    return null;
  }

  /** Where it stands; never its content. */
  @Override
  public String toString() {
    return topic.topicName() + "-" + partition + "@" + offset;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof IngressRecord that
        && topic == that.topic
        && partition == that.partition
        && offset == that.offset
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset) * 31 + partition;
  }
}
