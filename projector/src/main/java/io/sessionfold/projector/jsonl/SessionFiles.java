package io.sessionfold.projector.jsonl;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFileException;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the partitions that are held: what is known of them, what is not durable yet, and
 * the few ways in which they change.
 */
final class SessionFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SessionFiles.class);

  private final Disk disk;
  private final SessionFilePaths paths;
  private final JsonlLimits limits;
  private final Directories directories;
  private final UserLinks links;
  private final OpenFiles open;
  private final Rewriter rewriter;
  private final Lines lines = new Lines();
  private final Map<SessionKey, SessionFile> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<SessionFile> dirty = new LinkedHashSet<>();
  private final Set<SessionFile> waiting = new LinkedHashSet<>();
  private final Set<Integer> lost = new HashSet<>();
  private final Doubts doubts = new Doubts();
  private long waitingBytes;

  SessionFiles(Disk disk, SessionFilePaths paths, JsonlLimits limits) {
    this.disk = disk;
    this.paths = paths;
    this.limits = limits;
    this.directories = new Directories(disk, paths.root());
    this.links = new UserLinks(disk, directories, paths);
    this.open = new OpenFiles(disk, limits.openFiles());
    this.rewriter = new Rewriter(disk, paths, directories, links, open);
  }

  Directories directories() {
    return directories;
  }

  UserLinks links() {
    return links;
  }

  int openFiles() {
    return open.size();
  }

  /** The partitions of which something was taken back since they were last reported. */
  Set<Integer> lost() {
    return lost;
  }

  /**
   * What is known of a session's file; found out by reading it if it is the first touch.
   *
   * @param whole whether all of it must be read and its link repaired
   */
  SessionFile touch(SessionKey session, int partition, boolean whole)
      throws IOException, RefusedFileException {
    doubts.refuseIfHopeless(session);
    SessionFile file = known.get(session);
    if (file != null && file.mustBeCut()) {
      cut(file);
      file = known.get(session);
    }
    if (file == null) {
      file = new SessionFile(session, partition, paths.session(session));
      try {
        firstTouch(file, whole);
        makeRoom();
        known.put(session, file);
      } finally {
        if (!known.containsKey(session)) {
          open.close(file);
        }
      }
    }
    return file;
  }

  /** Marks a file whose lines are believed though this sink did not write them. */
  void mustBeSynced(SessionFile file) {
    if (file.length() > 0) {
      dirty.add(file);
    }
  }

  /** Appends changes as whole lines in one write; what must wait, waits. */
  void append(SessionFile file, List<Applied> changes) throws IOException {
    int direct = 0;
    while (file.waiting() == null
        && direct < changes.size()
        && !Waiting.startsWith(changes.get(direct))) {
      direct++;
    }
    if (direct > 0) {
      write(file, changes.subList(0, direct));
    }
    for (Applied change : changes.subList(direct, changes.size())) {
      Waiting w = file.waiting();
      waitingBytes += (w == null ? file.startWaiting() : w).add(change);
      waiting.add(file);
    }
    if (waitingBytes > limits.waitingBytes()) {
      rewriteWaiting();
    }
    if (dirty.size() > limits.dirtyFiles()) {
      syncDirty();
    }
  }

  /** Makes everything durable, or takes it back and says so in {@link #lost}. */
  void makeDurable() throws IOException {
    rewriteWaiting();
    syncDirty();
    for (Directories.Entry entry : directories.sync()) {
      LOG.warn("fsync of the directory of {} failed; it is made again", entry.path());
      takeBack(entry);
    }
  }

  /** Forgets a partition's files; returns whether they are whole and durable. */
  boolean forget(int partition) {
    boolean durable = !lost.contains(partition) && !doubts.hasSuspects(partition);
    for (SessionFile file : List.copyOf(known.values())) {
      if (file.partition() == partition) {
        durable &= !file.mustBeCut() && !dirty.contains(file) && !waiting.contains(file);
        drop(file);
      }
    }
    doubts.forget(partition);
    return durable;
  }

  /** Deletes a session's file, durably, whatever is in it. */
  void discard(SessionKey session, int partition) throws IOException {
    SessionFile file = new SessionFile(session, partition, paths.session(session));
    drop(known.getOrDefault(session, file));
    doubts.discarded(file);
    rewriter.remove(file);
  }

  private void firstTouch(SessionFile file, boolean whole)
      throws IOException, RefusedFileException {
    Path path = file.path();
    disk.delete(file.temporary());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    FirstTouch.refuseOther(path);
    boolean doubted = doubts.isSuspect(path);
    FirstTouch.Found found =
        FirstTouch.of(path, file.session(), paths.generation(), whole || doubted);
    if (doubted) {
      rewriter.copy(file, found.length());
    } else {
      cutAndSync(file, found.length());
    }
    doubts.cleared(path);
    file.durableAt(found.revision(), found.length(), found.deleted());
    if (whole) {
      directories.ensure(file.directory());
      directories.entry(path, file.partition(), false);
      if (found.user() != null && !found.deleted()) {
        links.ensure(file.session(), found.user(), file.partition());
      }
    }
  }

  private void cutAndSync(SessionFile file, long length) throws IOException {
    FileChannel channel = open.channel(file);
    if (channel.size() > length) {
      disk.truncate(channel, length);
    }
    try {
      disk.sync(channel);
    } catch (IOException e) {
      doubts.suspect(file);
      open.close(file);
      throw e;
    }
  }

  private void write(SessionFile file, List<Applied> changes) throws IOException {
    lines.clear();
    if (file.length() == 0) {
      directories.ensure(file.directory());
      directories.entry(file.path(), file.partition(), true);
      lines.add(new SessionFileHeader(file.session(), paths.generation(), 1).json());
    }
    for (Applied change : changes) {
      lines.add(ChangeCodec.write(change));
    }
    dirty.add(file);
    try {
      disk.write(open.channel(file), lines.buffer());
    } catch (IOException e) {
      directories.forget(file.directory());
      file.cutToLength();
      try {
        cut(file);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    file.appended(changes.get(changes.size() - 1).revision(), lines.size());
  }

  /** Cuts a file to what can be believed of it; forgets it if that must be read again. */
  private void cut(SessionFile file) throws IOException {
    open.close(file);
    if (file.cutAt() == 0) {
      disk.delete(file.path());
      directories.settled(file.path());
      dirty.remove(file);
    } else if (Files.exists(file.path())) {
      disk.truncate(open.channel(file), file.cutAt());
    }
    if (!file.cut()) {
      drop(file);
    }
  }

  private void rewriteWaiting() throws IOException {
    for (SessionFile file : List.copyOf(waiting)) {
      Waiting w = file.waiting();
      if (w == null) {
        continue;
      }
      try {
        rewriter.rewrite(file, w);
        doubts.rewritten(file);
        dirty.remove(file);
        stopWaiting(file);
      } catch (SessionFileException | RuntimeException e) {
        LOG.error("{} cannot be rewritten; it is read whole at its next touch", file.path(), e);
        doubts.rewriteFailed(file, e);
        lost.add(file.partition());
        drop(file);
      }
    }
  }

  private void syncDirty() throws IOException {
    for (SessionFile file : List.copyOf(dirty)) {
      if (file.mustBeCut()) {
        cut(file);
      }
      if (!dirty.contains(file)) {
        continue;
      }
      try {
        FileChannel channel = open.channel(file);
        disk.sync(channel);
        if (channel.size() != file.length()) {
          throw new IOException("it has another length than was written");
        }
        file.synced();
        dirty.remove(file);
      } catch (IOException e) {
        LOG.warn("fsync of {} failed; it is cut and filled again from the journal", file.path(), e);
        file.cutToDurable();
        lose(file);
      }
    }
  }

  private void takeBack(Directories.Entry entry) {
    lost.add(entry.partition());
    for (SessionFile file : List.copyOf(known.values())) {
      if (file.path().equals(entry.path())) {
        if (entry.created()) {
          file.cutToNothing();
          lose(file);
        } else {
          drop(file);
        }
        return;
      }
    }
    if (entry.created()) {
      try {
        disk.delete(entry.path());
      } catch (IOException e) {
        LOG.warn("{} cannot be taken back; it is made again if it is lost", entry.path(), e);
      }
    }
  }

  private void lose(SessionFile file) {
    lost.add(file.partition());
    dirty.remove(file);
    stopWaiting(file);
    try {
      cut(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be cut yet; it is cut before it is written again", file.path(), e);
    }
  }

  private void drop(SessionFile file) {
    open.close(file);
    dirty.remove(file);
    stopWaiting(file);
    known.remove(file.session());
  }

  private void stopWaiting(SessionFile file) {
    Waiting w = file.waiting();
    if (w != null) {
      waitingBytes -= w.bytes();
      file.stopWaiting();
    }
    waiting.remove(file);
  }

  /** Forgets files unused for longest, of which nothing is outstanding. */
  private void makeRoom() {
    Iterator<SessionFile> eldest = known.values().iterator();
    while (known.size() >= limits.knownFiles() && eldest.hasNext()) {
      SessionFile file = eldest.next();
      if (!dirty.contains(file) && !waiting.contains(file) && !file.mustBeCut()) {
        open.close(file);
        eldest.remove();
      }
    }
  }
}
