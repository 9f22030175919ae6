package io.sessionfold.http.access;

/** A bucket of tokens: so many requests in a second, and a second's worth at once. Thread-safe. */
final class RateLimit {
  private static final double NANOS = 1e9;

  private final int perSecond;
  private double left;
  private long at;

  RateLimit(int perSecond, long now) {
    this.perSecond = perSecond;
    this.left = perSecond;
    this.at = now;
  }

  /** Whether one more request is allowed at that moment, in nanoseconds. */
  synchronized boolean allows(long now) {
    left = Math.min(perSecond, left + (now - at) / NANOS * perSecond);
    at = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
