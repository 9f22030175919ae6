package io.sessionfold.ingest;

import io.sessionfold.sequence.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EventPublisher} is opened with. Immutable, and valid: whatever is wrong is refused
 * when it is built, all at once.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param source the producing service, the default for events, such as {@code /agents/concierge}
 * @param limits what the publisher refuses before sending; those of the journal
 * @param compression of batches, on the wire and in the log
 * @param linger how long a batch waits for more events; the least latency under light load
 * @param batchBytes the size of a batch for one partition
 * @param bufferBytes the most memory for batches, compressed, that are not acknowledged; beyond it
 *     {@code publish} blocks
 * @param maxBlock the longest that {@code publish} blocks
 * @param deliveryTimeout how long an event is tried to be delivered, retries included
 * @param clientProperties further properties of Kafka's client, such as {@code security.protocol};
 *     those that correctness rests on are refused
 * @param completions runs what depends on a publish; absent: a thread of the publisher's own
 */
public record PublisherSettings(
    String bootstrapServers,
    String source,
    Limits limits,
    Compression compression,
    Duration linger,
    int batchBytes,
    long bufferBytes,
    Duration maxBlock,
    Duration deliveryTimeout,
    Map<String, String> clientProperties,
    @Nullable Executor completions) {
  private static final int KIB = 1024;
  private static final int SMALLEST_BATCH = 16 * KIB;
  private static final int LARGEST_BATCH = 1024 * KIB;

  /** Room in a request for key, headers and framing of one event. */
  private static final int ENVELOPE_BYTES = 16 * KIB;

  /** How batches are compressed. */
  public enum Compression {
    NONE,
    LZ4,
    ZSTD;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses what could not work, saying everything that is wrong. */
  public PublisherSettings {
    clientProperties = Map.copyOf(clientProperties);
    List<String> wrong = new ArrayList<>(ClientProperties.refusals(clientProperties));
    require(!bootstrapServers.isBlank(), "bootstrapServers is empty; expected host:port", wrong);
    require(!source.isBlank(), "source is empty; expected the service, such as /agents/me", wrong);
    require(!linger.isNegative() && linger.toSeconds() < 60, "linger is 0 to 60 seconds", wrong);
    require(
        batchBytes >= SMALLEST_BATCH && batchBytes <= LARGEST_BATCH,
        "batchBytes is " + SMALLEST_BATCH + " to " + LARGEST_BATCH,
        wrong);
    require(
        bufferBytes >= 2L * requestBytes(limits),
        "bufferBytes is at least "
            + 2L * requestBytes(limits)
            + ": room for two events of the greatest size",
        wrong);
    require(positive(maxBlock), "maxBlock is 1 ms to 24 days", wrong);
    require(
        positive(deliveryTimeout) && deliveryTimeout.compareTo(linger.plusSeconds(1)) >= 0,
        "deliveryTimeout is at least linger and 1 second, at most 24 days",
        wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException("publisher settings: " + String.join("; ", wrong));
    }
  }

  private static boolean positive(Duration duration) {
    return duration.toMillis() > 0 && duration.toMillis() <= Integer.MAX_VALUE;
  }

  private static void require(boolean holds, String message, List<String> wrong) {
    if (!holds) {
      wrong.add(message);
    }
  }

  /** The greatest request: one event of the greatest size with its envelope. */
  int requestBytes() {
    return requestBytes(limits);
  }

  private static int requestBytes(Limits limits) {
    return limits.eventBytes() + ENVELOPE_BYTES;
  }

  /** Settings with the defaults for everything else. */
  public static PublisherSettings of(String bootstrapServers, String source) {
    return builder(bootstrapServers, source).build();
  }

  /** A builder with the defaults for everything else. */
  public static Builder builder(String bootstrapServers, String source) {
    return new Builder(bootstrapServers, source);
  }

  /** Where it publishes and as whom; client properties may hold secrets, so only their names. */
  @Override
  public String toString() {
    return "PublisherSettings[%s, source %s, client properties %s]"
        .formatted(bootstrapServers, source, clientProperties.keySet());
  }

  /** Collects settings; {@link #build()} validates them. Not thread-safe. */
  public static final class Builder {
    private final String bootstrapServers;
    private final String source;
    private Limits limits = Limits.DEFAULTS;
    private Compression compression = Compression.LZ4;
    private Duration linger = Duration.ofMillis(5);
    private int batchBytes = 128 * KIB;
    private long bufferBytes = 64L * KIB * KIB;
    private Duration maxBlock = Duration.ofSeconds(10);
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private final Map<String, String> clientProperties = new LinkedHashMap<>();
    private @Nullable Executor completions;

    private Builder(String bootstrapServers, String source) {
      this.bootstrapServers = bootstrapServers;
      this.source = source;
    }

    /** Default: {@link Limits#DEFAULTS}. */
    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /**
     * Default: LZ4. For chat messages of 512 bytes it costs the publishing process about a third
     * less CPU than zstd, and a log of 300 bytes an event where zstd makes 185 and none 890.
     */
    public Builder compression(Compression value) {
      compression = value;
      return this;
    }

    /** Default: 5 ms. */
    public Builder linger(Duration value) {
      linger = value;
      return this;
    }

    /** Default: 128 KiB. */
    public Builder batchBytes(int value) {
      batchBytes = value;
      return this;
    }

    /** Default: 64 MiB. */
    public Builder bufferBytes(long value) {
      bufferBytes = value;
      return this;
    }

    /** Default: 10 seconds. */
    public Builder maxBlock(Duration value) {
      maxBlock = value;
      return this;
    }

    /** Default: 2 minutes. */
    public Builder deliveryTimeout(Duration value) {
      deliveryTimeout = value;
      return this;
    }

    /** One more property of Kafka's client, by Kafka's name. */
    public Builder clientProperty(String name, String value) {
      clientProperties.put(name, value);
      return this;
    }

    /**
     * Default: a thread of the publisher's own. An executor that runs tasks on the calling thread
     * puts them on the producer's I/O thread, where one that blocks stops all sending.
     */
    public Builder completions(Executor value) {
      completions = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if anything is wrong, with all of it
     */
    public PublisherSettings build() {
      return new PublisherSettings(
          bootstrapServers,
          source,
          limits,
          compression,
          linger,
          batchBytes,
          bufferBytes,
          maxBlock,
          deliveryTimeout,
          clientProperties,
          completions);
    }
  }
}
