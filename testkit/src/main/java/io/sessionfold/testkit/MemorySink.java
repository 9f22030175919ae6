package io.sessionfold.testkit;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reference sink: it keeps each session's applied changes in memory, with the fence and the gap
 * refusal that every sink has. What is written is lost by {@link #loseUncheckpointed} unless a
 * checkpoint came between, as with files whose pages were not yet on the disk.
 *
 * <p>Tests set its faults: an outage, partitions that another process holds, sessions that the
 * store refuses. It may be looked at from another thread than the one that writes.
 */
public final class MemorySink implements SessionSink {
  private final String name;
  private final Map<SessionKey, List<Applied>> sessions = new LinkedHashMap<>();
  private final Map<SessionKey, Integer> durable = new HashMap<>();
  private final Map<SessionKey, Integer> partitions = new HashMap<>();
  private final Set<Rejected> rejections = new LinkedHashSet<>();
  private final Set<Integer> held = new TreeSet<>();
  private final Set<Integer> heldElsewhere = new TreeSet<>();
  private final Set<Integer> lost = new TreeSet<>();
  private final Set<SessionKey> refusing = new LinkedHashSet<>();
  private final List<ChangeBatch> batches = new ArrayList<>();
  private boolean unavailable;
  private boolean acquireFails;
  private boolean losesNext;
  private boolean closed;

  /** An empty store. */
  public MemorySink(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Set<Integer> acquire(Set<Integer> wanted) {
    Set<Integer> got = new TreeSet<>(wanted);
    got.removeAll(heldElsewhere);
    held.addAll(got);
    if (acquireFails) {
      throw away();
    }
    return got;
  }

  @Override
  public synchronized void release(Set<Integer> given) {
    held.removeAll(given);
    refuseIfUnavailable();
  }

  @Override
  public synchronized WriteResult write(ChangeBatch batch) {
    refuseIfUnavailable();
    batches.add(batch);
    rejections.addAll(batch.rejections());
    Tally tally = new Tally();
    batch.sessions().forEach(changes -> write(changes, tally));
    return new WriteResult(tally.written, tally.skipped, tally.refused, tally.refusedChanges);
  }

  private void write(SessionChanges changes, Tally tally) {
    if (!held.contains(changes.partition())) {
      throw new IllegalStateException("partition " + changes.partition() + " is not held");
    }
    List<Applied> stored = sessions.getOrDefault(changes.session(), List.of());
    List<Applied> fresh = changes.after(stored.size());
    tally.skipped += changes.changes().size() - fresh.size();
    if (fresh.isEmpty()) {
      return;
    }
    if (fresh.get(0).revision() != stored.size() + 1L) {
      tally.refuse(changes, stored.size(), fresh.size(), Kind.GAP, "restore the session");
    } else if (refusing.contains(changes.session())) {
      tally.refuse(changes, stored.size(), fresh.size(), Kind.REFUSED, "make the store take it");
    } else {
      sessions.computeIfAbsent(changes.session(), k -> new ArrayList<>()).addAll(fresh);
      partitions.put(changes.session(), changes.partition());
      tally.written += fresh.size();
    }
  }

  @Override
  public synchronized Set<Integer> checkpoint() {
    refuseIfUnavailable();
    if (losesNext) {
      losesNext = false;
      loseUncheckpointed();
    }
    sessions.forEach((session, changes) -> durable.put(session, changes.size()));
    Set<Integer> reported = new TreeSet<>(lost);
    lost.clear();
    return reported;
  }

  @Override
  public synchronized boolean isEmpty() {
    refuseIfUnavailable();
    return sessions.values().stream().allMatch(List::isEmpty);
  }

  /** Loses every session, as a database does that somebody drops. */
  public synchronized void loseEverything() {
    sessions.clear();
    durable.clear();
  }

  @Override
  public synchronized void discard(SessionKey session, int partition) {
    refuseIfUnavailable();
    sessions.remove(session);
    durable.remove(session);
  }

  @Override
  public synchronized void close() {
    closed = true;
    held.clear();
  }

  private void refuseIfUnavailable() {
    if (unavailable) {
      throw away();
    }
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException(
        "the store in memory is away: let it come back", new IllegalStateException("away"));
  }

  /**
   * Makes {@link #acquire} fail, after it took the partitions, until it is called with {@code
   * false}.
   */
  public synchronized void setAcquireFails(boolean fails) {
    acquireFails = fails;
  }

  /**
   * Makes {@link #write}, {@link #checkpoint} and {@link #release}, which gives back nevertheless,
   * fail until it is called with {@code false}.
   */
  public synchronized void setUnavailable(boolean away) {
    unavailable = away;
  }

  /** Another process holds these partitions, and no others. */
  public synchronized void holdElsewhere(Set<Integer> others) {
    heldElsewhere.clear();
    heldElsewhere.addAll(others);
  }

  /** The store refuses further changes of this session. */
  public synchronized void refuse(SessionKey session) {
    refusing.add(session);
  }

  /** The store takes changes of this session again. */
  public synchronized void accept(SessionKey session) {
    refusing.remove(session);
  }

  /** Forgets what came after the last checkpoint; the next checkpoint reports the partitions. */
  public synchronized void loseUncheckpointed() {
    sessions.forEach(
        (session, changes) -> {
          int kept = durable.getOrDefault(session, 0);
          if (kept < changes.size()) {
            changes.subList(kept, changes.size()).clear();
            lost.add(partitions.getOrDefault(session, 0));
          }
        });
  }

  /** As {@link #loseUncheckpointed}, in the middle of the next checkpoint. */
  public synchronized void loseAtNextCheckpoint() {
    losesNext = true;
  }

  /** Cuts a session back to {@code revision}, as a restored backup does. */
  public synchronized void cut(SessionKey session, int revision) {
    List<Applied> changes = sessions.getOrDefault(session, new ArrayList<>());
    changes.subList(revision, changes.size()).clear();
    durable.put(session, revision);
  }

  /** The revision of a session; 0 if there is none. */
  public synchronized long revision(SessionKey session) {
    return sessions.getOrDefault(session, List.of()).size();
  }

  /** The changes of a session, in order. */
  public synchronized List<Applied> changes(SessionKey session) {
    return List.copyOf(sessions.getOrDefault(session, List.of()));
  }

  /** The rejections that were given. */
  public synchronized Set<Rejected> rejections() {
    return Set.copyOf(rejections);
  }

  /** The batches that were given while the store was there, in order. */
  public synchronized List<ChangeBatch> batches() {
    return List.copyOf(batches);
  }

  /** The partitions that are held. */
  public synchronized Set<Integer> held() {
    return Set.copyOf(held);
  }

  /** Whether it was closed. */
  public synchronized boolean isClosed() {
    return closed;
  }

  private static final class Tally {
    private final Map<SessionKey, Refusal> refused = new HashMap<>();
    private int written;
    private int skipped;
    private int refusedChanges;

    private void refuse(SessionChanges changes, long stored, int count, Kind kind, String remedy) {
      refused.put(changes.session(), new Refusal(kind, stored, remedy));
      refusedChanges += count;
    }
  }
}
