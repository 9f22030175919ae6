package io.sessionfold.projector.jsonl;

import io.sessionfold.event.SessionKey;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the sink knows of one file while it holds the lock of its partition. */
final class SessionFile {
  /** Nothing has to be cut. */
  private static final long WHOLE = -1;

  private final SessionKey session;
  private final int partition;
  private final Path path;
  private long revision;
  private long length;
  private long durable;
  private boolean deleted;
  private long cutAt = WHOLE;
  private boolean readAgain;
  private @Nullable Waiting waiting;

  SessionFile(SessionKey session, int partition, Path path) {
    this.session = session;
    this.partition = partition;
    this.path = path;
  }

  SessionKey session() {
    return session;
  }

  int partition() {
    return partition;
  }

  Path path() {
    return path;
  }

  /** The directory that it is in. */
  Path directory() {
    return Objects.requireNonNull(path.getParent());
  }

  /** Where its rewrite is prepared. */
  Path temporary() {
    return path.resolveSibling(path.getFileName() + ".tmp");
  }

  /** The revision up to which changes were taken, those that wait for a rewrite included. */
  long taken() {
    return waiting == null ? revision : waiting.last();
  }

  /** The length that our whole lines give it. */
  long length() {
    return length;
  }

  /** Whether it is, or is about to become, a tombstone. */
  boolean deleted() {
    return deleted || (waiting != null && waiting.deletion() != null);
  }

  @Nullable Waiting waiting() {
    return waiting;
  }

  Waiting startWaiting() {
    Waiting started = new Waiting();
    waiting = started;
    return started;
  }

  void stopWaiting() {
    waiting = null;
  }

  void appended(long toRevision, long bytes) {
    revision = toRevision;
    length += bytes;
  }

  /** The whole file is known and durable as it is. */
  void durableAt(long newRevision, long newLength, boolean tombstone) {
    revision = newRevision;
    length = newLength;
    durable = newLength;
    deleted = tombstone;
  }

  /** An fsync succeeded. */
  void synced() {
    durable = length;
  }

  /** A write failed: what stands behind the whole lines must go, the rest is as it was. */
  void cutToLength() {
    cutAt = length;
  }

  /** An fsync failed: what it should have covered must go, and the rest is read again. */
  void cutToDurable() {
    cutAt = durable;
    readAgain = true;
  }

  /** The name of the file was never made durable: all of it must go. */
  void cutToNothing() {
    cutAt = 0;
    readAgain = true;
  }

  /** Whether it must be cut before anything in it is believed. */
  boolean mustBeCut() {
    return cutAt != WHOLE;
  }

  long cutAt() {
    return cutAt;
  }

  /** It was cut; returns whether what is known of it still holds. */
  boolean cut() {
    cutAt = WHOLE;
    return !readAgain;
  }
}
