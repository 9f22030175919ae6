package io.sessionfold.query.feed;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes and those who are told them. A subscriber is a place in the window and not a
 * queue, so that it costs the same whether it reads or not, and nobody waits for it. Thread-safe;
 * subscribers are woken without the lock.
 */
final class LiveFeed {
  /** A change that came, with what it says. */
  record Arrival(FeedEntry entry, Applied change) {}

  final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final FeedSettings settings;
  private final Map<Object, Set<FeedSubscription>> subscribers = new HashMap<>();
  private final Set<CatchUp> catchUps = new HashSet<>();
  private @Nullable FeedWindow window;
  private int count;
  private boolean closed;

  LiveFeed(FeedSettings settings) {
    this.settings = settings;
  }

  FeedSettings settings() {
    return settings;
  }

  /**
   * Follows another journal from these offsets on, held until these ends; ends all who are here.
   */
  void begin(JournalTopic topic, long[] starts, long[] ends) {
    List<FeedSubscription> ended = new ArrayList<>();
    lock.lock();
    try {
      FeedWindow old = window;
      if (old != null) {
        ended.addAll(endAll(FeedEnd.reset(old.topic().journal())));
      }
      window = new FeedWindow(topic, starts, ends, settings);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    ended.forEach(FeedSubscription::tell);
  }

  /** Adds what was read of the journal, in its order, up to these next offsets. */
  void append(List<Arrival> arrivals, long[] positions) {
    List<FeedSubscription> woken = new ArrayList<>();
    lock.lock();
    try {
      FeedWindow here = window;
      if (here == null || closed) {
        return;
      }
      for (Arrival arrival : arrivals) {
        if (TakenBack.takesBack(arrival.change())) {
          catchUps.forEach(catchUp -> catchUp.takeBack(arrival.change()));
        }
        here.add(arrival.entry(), arrival.change());
      }
      long shown = here.shown();
      long[] before = here.shownPositions();
      here.moveTo(positions);
      show(here, shown, before, woken);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    woken.forEach(FeedSubscription::tell);
  }

  private void show(FeedWindow here, long from, long[] before, List<FeedSubscription> woken) {
    if (here.first() > from && here.shown() > from) {
      // Some of what is new has gone already: nobody can be told all of it from memory.
      subscribers.values().forEach(all -> all.forEach(s -> rouse(s, from, before, woken)));
      return;
    }
    Set<Object> seen = new HashSet<>();
    for (long number = from; number < here.shown(); number++) {
      SessionKey session = here.entry(number).session;
      rouse(session, number, before, seen, woken);
      rouse(session.tenant(), number, before, seen, woken);
    }
  }

  private void rouse(
      Object key, long number, long[] before, Set<Object> seen, List<FeedSubscription> woken) {
    if (seen.add(key)) {
      subscribers.getOrDefault(key, Set.of()).forEach(s -> rouse(s, number, before, woken));
    }
  }

  private static void rouse(
      FeedSubscription subscription, long number, long[] before, List<FeedSubscription> woken) {
    if (subscription.goOnAt(number, before)) {
      woken.add(subscription);
    }
  }

  /** Shows nothing more until {@link #holdUntil}: the journal cannot be read. */
  void hold() {
    lock.lock();
    try {
      if (window != null) {
        window.hold();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Shows nothing more until these ends of that journal are reached. */
  void holdUntil(JournalTopic topic, long[] ends) {
    lock.lock();
    try {
      if (window != null && window.topic().equals(topic)) {
        window.holdUntil(ends);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Up to where that journal was read; {@code null} if it is not the one that is followed. */
  long @Nullable [] positions(JournalTopic topic) {
    lock.lock();
    try {
      return window == null || !window.topic().equals(topic) ? null : window.positions();
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything after these positions of that journal is in memory. */
  boolean covers(JournalTopic topic, long[] next, int partition) {
    lock.lock();
    try {
      return window != null && window.topic().equals(topic) && window.covers(next, partition);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the journal: what was read cannot be gone on from. */
  void forget() {
    List<FeedSubscription> ended = new ArrayList<>();
    lock.lock();
    try {
      if (window != null) {
        ended.addAll(endAll(FeedEnd.reset(window.topic().journal())));
        window = null;
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(FeedSubscription::tell);
  }

  /** The journal that is followed, if its recent changes are here. */
  @Nullable JournalTopic topic() {
    lock.lock();
    try {
      return window == null || !isReady() ? null : window.topic();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The journal that is followed, as soon as its recent changes are here; absent if not in time.
   */
  @Nullable JournalTopic awaitTopic(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && left > 0 && !isReady()) {
        left = moved.awaitNanos(left);
      }
      return topic();
    } finally {
      lock.unlock();
    }
  }

  private boolean isReady() {
    // A window that was shown once stays good to be subscribed to while it is held.
    return window != null && (window.shown() > 0 || !window.isHeld());
  }

  /**
   * Adds a subscriber, made with the window as it is at this moment.
   *
   * @throws FeedResetException if another journal is followed by now
   */
  FeedSubscription add(JournalTopic topic, Function<FeedWindow, FeedSubscription> subscription) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("this feed is closed");
      }
      if (window == null || !window.topic().equals(topic)) {
        throw new FeedResetException("journal " + topic.journal() + " is no longer followed");
      }
      FeedSubscription added = subscription.apply(window);
      subscribers.computeIfAbsent(added.scope().key(), k -> new LinkedHashSet<>()).add(added);
      count++;
      CatchUp catchUp = added.catchUp();
      if (catchUp != null) {
        catchUps.add(catchUp);
      }
      return added;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a subscriber; repeats do not matter. With the lock. */
  void remove(FeedSubscription subscription) {
    Object key = subscription.scope().key();
    Set<FeedSubscription> all = subscribers.get(key);
    if (all != null && all.remove(subscription)) {
      count--;
      if (all.isEmpty()) {
        subscribers.remove(key);
      }
    }
  }

  /** Forgets what was caught up with. With the lock. */
  void remove(CatchUp catchUp) {
    catchUps.remove(catchUp);
  }

  /** Ends those whose next change is no longer in memory, whether they ask or not. */
  void endSlow() {
    List<FeedSubscription> ended = new ArrayList<>();
    lock.lock();
    try {
      for (FeedSubscription subscription : everyone()) {
        if (subscription.isLeftBehind() && subscription.end(FeedEnd.slow())) {
          ended.add(subscription);
        }
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(FeedSubscription::tell);
  }

  /** Ends everyone and everything. */
  void close() {
    List<FeedSubscription> ended;
    lock.lock();
    try {
      closed = true;
      ended = endAll(FeedEnd.closed());
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    ended.forEach(FeedSubscription::tell);
  }

  private List<FeedSubscription> endAll(FeedEnd why) {
    return everyone().stream().filter(subscription -> subscription.end(why)).toList();
  }

  private List<FeedSubscription> everyone() {
    return subscribers.values().stream().flatMap(Set::stream).toList();
  }

  FeedStatus status(FeedStatus.State state, String detail) {
    lock.lock();
    try {
      boolean starting = state == FeedStatus.State.LIVE && !isReady();
      return new FeedStatus(
          starting ? FeedStatus.State.STARTING : state,
          detail,
          window == null ? 0 : window.topic().journal(),
          count,
          window == null ? 0 : window.size(),
          window == null ? 0 : window.bytes(),
          catchUps.size());
    } finally {
      lock.unlock();
    }
  }
}
