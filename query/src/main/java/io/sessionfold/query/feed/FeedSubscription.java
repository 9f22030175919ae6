package io.sessionfold.query.feed;

import io.sessionfold.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who is told changes. Changes of a session come in revision order, without a gap and without a
 * repeat; between sessions there is no order.
 *
 * <p>It is asked, and never calls with a change: {@link #poll} answers at once, and the subscriber
 * is woken when there is something again. Whoever asks too late is ended ({@link #end}) and
 * subscribes again with its last token. Methods may be called by any thread; changes are told in
 * the order of the calls.
 */
public final class FeedSubscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSubscription.class);

  /** How many changes are looked at before others may have the lock. */
  private static final int STRIDE = 4096;

  private final LiveFeed live;
  private final FeedWindow window;
  private final FeedScope scope;
  private final int partition;
  private final Runnable wake;
  private final Condition awake;

  /** Guarded by the lock of the feed, as all that follows: the next offset on each partition. */
  private final long[] next;

  private @Nullable CatchUp catchUp;

  /** The next change of the window to look at. */
  private long cursor;

  /** Whether it was told that there is nothing, and is to be woken. */
  private boolean idle;

  private @Nullable FeedEnd end;
  private boolean left;

  /**
   * With the lock, of that feed's window.
   *
   * @param partition the only one that has changes of the scope; negative: all
   * @param next where to begin; {@code null}: with what comes next
   */
  FeedSubscription(
      LiveFeed live,
      FeedWindow window,
      FeedScope scope,
      int partition,
      long @Nullable [] next,
      Runnable wake) {
    this.live = live;
    this.window = window;
    this.scope = scope;
    this.partition = partition;
    this.next = next == null ? window.shownPositions().clone() : next.clone();
    this.wake = wake;
    awake = live.lock.newCondition();
    cursor = next == null ? window.shown() : window.first();
  }

  /** With the lock: reads the journal before it goes on in the window. */
  void catchUpBy(CatchUp reading) {
    catchUp = reading;
  }

  @Nullable CatchUp catchUp() {
    return catchUp;
  }

  /** Whose changes are told. */
  public FeedScope scope() {
    return scope;
  }

  /**
   * The next change; absent if there is none at the moment, or it has ended. After that it is woken
   * as soon as it is worth asking again.
   */
  public Optional<FeedItem> poll() {
    FeedItem item = null;
    boolean more = true;
    while (item == null && more) {
      live.lock.lock();
      try {
        item = step();
        more = end == null && !idle;
      } finally {
        live.lock.unlock();
      }
    }
    return Optional.ofNullable(item);
  }

  /** As {@link #poll}, but waits for a change, at the longest for so long. */
  public Optional<FeedItem> take(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    Optional<FeedItem> item = poll();
    while (item.isEmpty() && left > 0) {
      left = await(left);
      item = poll();
    }
    return item;
  }

  /** Waits until polling is worth it; answers how much is left, which is nothing at its end. */
  private long await(long nanos) throws InterruptedException {
    long left = nanos;
    live.lock.lockInterruptibly();
    try {
      while (idle && end == null && left > 0) {
        left = awake.awaitNanos(left);
      }
      return end == null ? left : 0;
    } finally {
      live.lock.unlock();
    }
  }

  /** Why the feed has ended it; absent while it goes on, and if it was closed by the subscriber. */
  public Optional<FeedEnd> end() {
    live.lock.lock();
    try {
      return left ? Optional.empty() : Optional.ofNullable(end);
    } finally {
      live.lock.unlock();
    }
  }

  /**
   * Where to go on after what was told so far. Without changes of its own it moves all the same
   * while others come: who remembers it now and then need not catch up with what was not for him.
   */
  public String token() {
    live.lock.lock();
    try {
      if (idle && catchUp == null && end == null) {
        mergeNext(window.shownPositions());
      }
      return tokenText();
    } finally {
      live.lock.unlock();
    }
  }

  private String tokenText() {
    return FeedToken.of(window.topic(), next, partition).text();
  }

  /** Ends it; repeats do not matter. */
  @Override
  public void close() {
    live.lock.lock();
    try {
      left |= end(FeedEnd.closed());
    } finally {
      live.lock.unlock();
    }
  }

  /** With the lock: one step towards the next change. */
  private @Nullable FeedItem step() {
    if (end != null) {
      return null;
    }
    if (catchUp != null) {
      idle = false;
      return fromJournal(catchUp);
    }
    return idle ? null : fromWindow();
  }

  private @Nullable FeedItem fromJournal(CatchUp reading) {
    FeedEntry entry = reading.next();
    if (entry == null) {
      long[] reached = reading.handedOver();
      if (reached == null) {
        idle = true;
      } else {
        mergeNext(reached);
        cursor = window.first();
        live.remove(reading);
        catchUp = null;
        if (!isCoveredAt(next)) {
          end(FeedEnd.slow());
        }
      }
      return null;
    }
    return item(entry, reading.told(entry));
  }

  private @Nullable FeedItem fromWindow() {
    for (int i = 0; i < STRIDE && cursor < window.shown(); i++) {
      if (isLeftBehind()) {
        end(FeedEnd.slow());
        return null;
      }
      FeedEntry entry = window.entry(cursor++);
      if (scope.contains(entry.session) && entry.offset >= next[entry.partition]) {
        FeedItem item = item(entry, entry.value());
        if (item != null) {
          return item;
        }
      }
    }
    if (cursor >= window.shown()) {
      mergeNext(window.shownPositions());
      idle = true;
    }
    return null;
  }

  private @Nullable FeedItem item(FeedEntry entry, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    next[entry.partition] = entry.offset + 1;
    return new FeedItem(
        tokenText(),
        entry.session,
        entry.revision,
        entry.type,
        JsonText.trusted(new String(value, StandardCharsets.UTF_8)),
        entry.recordedAt);
  }

  private void mergeNext(long[] reached) {
    for (int p = 0; p < next.length; p++) {
      next[p] = Math.max(next[p], reached[p]);
    }
  }

  /** With the lock: whether the next change is no longer in memory. */
  boolean isLeftBehind() {
    return catchUp == null && !idle && cursor < window.first();
  }

  /** With the lock: whether all that comes after these positions is in memory. */
  boolean isCoveredAt(long[] reached) {
    return window.covers(reached, partition);
  }

  /**
   * With the lock: the next change of it has that number, and before it everything up to these
   * positions was seen.
   *
   * @return whether it is to be woken
   */
  boolean goOnAt(long number, long[] before) {
    if (!idle || catchUp != null) {
      return false;
    }
    mergeNext(before);
    cursor = number;
    return rouse();
  }

  /** With the lock: whether it has to be woken since there is something. */
  boolean rouse() {
    if (!idle) {
      return false;
    }
    idle = false;
    awake.signalAll();
    return true;
  }

  /** With the lock; whether it had not ended before. */
  boolean end(FeedEnd why) {
    if (end != null) {
      return false;
    }
    end = why;
    live.remove(this);
    CatchUp reading = catchUp;
    if (reading != null) {
      live.remove(reading);
      reading.wakeUp();
    }
    awake.signalAll();
    return true;
  }

  /** With the lock. */
  boolean hasEnded() {
    return end != null;
  }

  /** Without the lock: tells the subscriber to ask again. */
  void tell() {
    try {
      wake.run();
    } catch (RuntimeException e) {
      LOG.warn("a subscriber of the change feed could not be woken", e);
    }
  }
}
