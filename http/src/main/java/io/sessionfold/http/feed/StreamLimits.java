package io.sessionfold.http.feed;

import java.time.Duration;

/**
 * How much of the service streams may take. Immutable.
 *
 * @param streams at once, of everyone
 * @param perCaller at once, of one token
 * @param heartbeat how long a stream is silent at most
 * @param lifetime after which a stream is ended, so that the token is looked at again; what is in
 *     force for one is up to a quarter shorter, so that not all come back at once
 */
public record StreamLimits(int streams, int perCaller, Duration heartbeat, Duration lifetime) {
  /** 4,096 and 1,024 streams, a heartbeat every 15 seconds, half an hour. */
  public static final StreamLimits DEFAULTS =
      new StreamLimits(4096, 1024, Duration.ofSeconds(15), Duration.ofMinutes(30));

  /** The same with another number for one token. */
  public StreamLimits withPerCaller(int most) {
    return new StreamLimits(streams, most, heartbeat, lifetime);
  }

  /** Refuses what lets nothing through. */
  public StreamLimits {
    if (streams < 1 || perCaller < 1 || heartbeat.toMillis() < 1 || lifetime.toMillis() < 1) {
      throw new IllegalArgumentException("every limit of streams is above zero");
    }
  }
}
