package io.sessionfold.query.feed;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.session.Redactions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The recent changes of one journal, numbered in the order in which they came, and bounded. No text
 * in it is one that a later change in it takes back.
 *
 * <p>Changes are added first and shown later: while it is held, until the end that the journal then
 * has is reached, what is added is looked at for what it takes back and not shown. Guarded by the
 * lock of its feed.
 */
final class FeedWindow {
  private static final int FEWEST_SLOTS = 1024;

  private final JournalTopic topic;
  private final FeedSettings settings;
  private final Map<SessionKey, Deque<FeedEntry>> bySession = new HashMap<>();
  private @Nullable FeedEntry[] ring = new FeedEntry[FEWEST_SLOTS];
  private long first;
  private long end;
  private long bytes;

  /** From where on, on each partition, every applied change is in memory. */
  private final long[] starts;

  /** Up to where each partition was read. */
  private final long[] positions;

  private long shown;
  private long[] shownPositions;
  private boolean held = true;
  private long @Nullable [] heldUntil;

  /** An empty window, held until these ends. */
  FeedWindow(JournalTopic topic, long[] starts, long[] ends, FeedSettings settings) {
    this.topic = topic;
    this.settings = settings;
    this.starts = starts.clone();
    positions = starts.clone();
    shownPositions = starts.clone();
    heldUntil = ends.clone();
  }

  JournalTopic topic() {
    return topic;
  }

  /** The number of the oldest change. */
  long first() {
    return first;
  }

  /** The number after the last change that is shown. */
  long shown() {
    return shown;
  }

  /** Up to where what is shown goes on each partition; not to be changed. */
  long[] shownPositions() {
    return shownPositions;
  }

  long[] positions() {
    return positions.clone();
  }

  int size() {
    return (int) (end - first);
  }

  long bytes() {
    return bytes;
  }

  /** A change from the first one on. */
  FeedEntry entry(long number) {
    return Objects.requireNonNull(ring[slot(number)]);
  }

  private int slot(long number) {
    return (int) number & (ring.length - 1);
  }

  /** Whether all that comes after these positions is here. */
  boolean covers(long[] next, int partition) {
    if (partition >= 0) {
      return next[partition] >= starts[partition];
    }
    for (int p = 0; p < starts.length; p++) {
      if (next[p] < starts[p]) {
        return false;
      }
    }
    return true;
  }

  /** Adds the next change of its partition. */
  void add(FeedEntry entry, Applied change) {
    Deque<FeedEntry> session = bySession.computeIfAbsent(entry.session, s -> new ArrayDeque<>());
    if (entry.type == EventType.SESSION_DELETED) {
      session.forEach(earlier -> replace(earlier, null));
    } else if (entry.type == EventType.MESSAGE_REDACTED && entry.place != null) {
      takeBack(session, entry.place, change);
    }
    session.add(entry);
    if (size() == ring.length) {
      grow();
    }
    ring[slot(end++)] = entry;
    bytes += entry.bytes();
    while (size() > settings.windowChanges() || (bytes > settings.windowBytes() && size() > 1)) {
      evict();
    }
  }

  private void takeBack(Deque<FeedEntry> session, FeedEntry.Place place, Applied redaction) {
    List<FeedEntry> versions =
        session.stream().filter(e -> place.equals(e.place) && e.value() != null).toList();
    Redactions rewriting = new Redactions(List.of(redaction));
    versions.forEach(version -> rewriting.observe(version.change()));
    rewriting.observe(redaction);
    for (FeedEntry version : versions) {
      byte[] value = Objects.requireNonNull(version.value());
      JsonText line = JsonText.trusted(new String(value, StandardCharsets.UTF_8));
      replace(version, rewriting.rewritten(line).utf8());
    }
  }

  private void replace(FeedEntry entry, byte @Nullable [] value) {
    bytes -= entry.bytes();
    entry.value(value);
    bytes += entry.bytes();
  }

  private void grow() {
    @Nullable FeedEntry[] larger = new FeedEntry[ring.length * 2];
    for (long number = first; number < end; number++) {
      larger[(int) number & (larger.length - 1)] = entry(number);
    }
    ring = larger;
  }

  private void evict() {
    FeedEntry oldest = entry(first);
    ring[slot(first++)] = null;
    bytes -= oldest.bytes();
    starts[oldest.partition] = oldest.offset + 1;
    Deque<FeedEntry> session = Objects.requireNonNull(bySession.get(oldest.session));
    session.remove();
    if (session.isEmpty()) {
      bySession.remove(oldest.session);
    }
  }

  /** Notes up to where the journal was read, and shows what was added, unless it is held. */
  void moveTo(long[] reached) {
    System.arraycopy(reached, 0, positions, 0, reached.length);
    if (held && heldUntil != null && isAtLeast(heldUntil)) {
      held = false;
    }
    if (!held) {
      shown = end;
      if (!Arrays.equals(shownPositions, positions)) {
        shownPositions = positions.clone();
      }
    }
  }

  private boolean isAtLeast(long[] ends) {
    for (int p = 0; p < ends.length; p++) {
      if (positions[p] < ends[p]) {
        return false;
      }
    }
    return true;
  }

  /** Shows nothing more until an end is told and reached. */
  void hold() {
    held = true;
    heldUntil = null;
  }

  /** Shows nothing more until these positions are reached. */
  void holdUntil(long[] ends) {
    held = true;
    heldUntil = ends.clone();
  }

  boolean isHeld() {
    return held;
  }
}
