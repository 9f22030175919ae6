package io.sessionfold.journal;

import io.sessionfold.event.IngressTopic;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position token: how far in the event log a writer has got. For each partition it has the offset
 * of the last record on each of the two topics, or none. Tokens merge; their text is opaque to
 * those who carry it.
 *
 * @param partitions offsets by partition
 */
public record Position(Map<Integer, Offsets> partitions) {
  private static final Pattern ENTRY =
      Pattern.compile("(\\d{1,9})\\.(\\d{1,18}|-)\\.(\\d{1,18}|-)");

  /** The position of someone who has written nothing. */
  public static final Position NONE = new Position(Map.of());

  /** Offsets of records, inclusive, on the two topics of one partition. */
  public record Offsets(@Nullable Long messages, @Nullable Long metadata) {
    /** The offset on {@code topic}, if there is one. */
    public @Nullable Long on(IngressTopic topic) {
      return topic == IngressTopic.MESSAGES ? messages : metadata;
    }

    Offsets merge(Offsets other) {
      return new Offsets(max(messages, other.messages), max(metadata, other.metadata));
    }

    private static @Nullable Long max(@Nullable Long a, @Nullable Long b) {
      if (a == null) {
        return b;
      }
      return b == null ? a : Long.valueOf(Math.max(a, b));
    }
  }

  /** Keeps the partitions in order, so that equal positions have equal texts. */
  public Position {
    partitions = Collections.unmodifiableMap(new TreeMap<>(partitions));
  }

  /** The position of one record. */
  public static Position of(IngressTopic topic, int partition, long offset) {
    return new Position(
        Map.of(
            partition,
            topic == IngressTopic.MESSAGES
                ? new Offsets(offset, null)
                : new Offsets(null, offset)));
  }

  /** Both: per partition and topic the later one. */
  public Position merge(Position other) {
    Map<Integer, Offsets> merged = new TreeMap<>(partitions);
    other.partitions.forEach((partition, o) -> merged.merge(partition, o, Offsets::merge));
    return new Position(merged);
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Position parse(String token) {
    Map<Integer, Offsets> partitions = new TreeMap<>();
    for (String entry : token.isEmpty() ? new String[0] : token.split(",", -1)) {
      Matcher m = ENTRY.matcher(entry);
      if (!m.matches()) {
        throw new IllegalArgumentException(
            "not a position token: pass the text that a publish answered, unchanged");
      }
      partitions.merge(
          Integer.valueOf(m.group(1)),
          new Offsets(offset(m.group(2)), offset(m.group(3))),
          Offsets::merge);
    }
    return new Position(partitions);
  }

  /** The token. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    partitions.forEach(
        (partition, o) ->
            out.append(out.length() == 0 ? "" : ",")
                .append(partition)
                .append('.')
                .append(o.messages() == null ? "-" : o.messages())
                .append('.')
                .append(o.metadata() == null ? "-" : o.metadata()));
    return out.toString();
  }

  private static @Nullable Long offset(String text) {
    return text.equals("-") ? null : Long.valueOf(text);
  }
}
