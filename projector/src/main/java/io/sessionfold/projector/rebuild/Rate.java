package io.sessionfold.projector.rebuild;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How fast a count grows, over the last ten seconds. One thread asks. */
final class Rate {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

  private record At(long nanos, long count) {}

  private final Deque<At> seen = new ArrayDeque<>();

  /** The growth by second up to this moment; 0 at first. */
  long perSecond(long count) {
    return perSecond(count, System.nanoTime());
  }

  long perSecond(long count, long now) {
    seen.addLast(new At(now, count));
    while (seen.size() > 2 && now - seen.getFirst().nanos() > WINDOW) {
      seen.removeFirst();
    }
    At first = seen.getFirst();
    long nanos = now - first.nanos();
    return nanos <= 0 ? 0 : Math.max(0, Math.round((count - first.count()) * 1e9 / nanos));
  }
}
