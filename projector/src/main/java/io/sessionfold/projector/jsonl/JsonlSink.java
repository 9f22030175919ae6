package io.sessionfold.projector.jsonl;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSONL file for each session: a header, then the session's changes, in revision order.
 *
 * <p>A fence alone does not protect a file against a second process, so a partition is written only
 * under an exclusive lock of the operating system. Under it, the fence is the revision of the last
 * complete line. Lines are appended at once; durability comes only with {@link #checkpoint}. A
 * redaction or a deletion, and what follows it in its session, is seen by readers only after the
 * checkpoint, which rewrites the file without the text: never does a redaction stand in a file that
 * still holds what it takes back.
 *
 * <p>A failed fsync is never repeated in the hope of success: the file is cut to what was durable,
 * and {@link #checkpoint} returns its partition, so that it is filled again from the journal. Until
 * then its changes are taken and left. This relies on a kernel that reports a failed write-back to
 * an fsync through a descriptor opened later, as Linux does since 4.17.
 *
 * <p>Memory and descriptors are bounded by {@link JsonlLimits}. Rejections are ignored.
 */
public final class JsonlSink implements SessionSink {
  private static final Logger LOG = LoggerFactory.getLogger(JsonlSink.class);

  private final Disk disk;
  private final SessionFilePaths paths;
  private final SessionFiles files;
  private final PartitionLocks locks;
  private @Nullable String rootId;

  /** A sink of one generation; nothing is touched before the first call. */
  public JsonlSink(Path root, int generation) {
    this(root, generation, JsonlLimits.DEFAULT);
  }

  /** A sink with other bounds. */
  public JsonlSink(Path root, int generation, JsonlLimits limits) {
    this(root, generation, limits, new RealDisk());
  }

  JsonlSink(Path root, int generation, JsonlLimits limits, Disk disk) {
    this.disk = disk;
    this.paths = new SessionFilePaths(root, generation);
    this.files = new SessionFiles(disk, paths, limits);
    this.locks = new PartitionLocks(disk);
  }

  @Override
  public String name() {
    return "jsonl";
  }

  /**
   * The id of the root, made by the first sink on it: what tells whether two sinks share a root.
   *
   * @throws StoreUnavailableException if it can be neither read nor made
   */
  public String rootId() {
    if (rootId == null) {
      try {
        rootId = prepare();
      } catch (IOException e) {
        throw unavailable(e);
      }
    }
    return rootId;
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreUnavailableException if lock files cannot be made; what was taken stays taken
   */
  @Override
  public Set<Integer> acquire(Set<Integer> partitions) {
    rootId();
    Set<Integer> acquired = new HashSet<>();
    try {
      files.directories().ensure(paths.locks());
      for (int partition : partitions) {
        if (locks.acquire(partition, paths.lock(partition))) {
          acquired.add(partition);
        }
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
    return acquired;
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreUnavailableException if not everything could be made durable. The partitions are
   *     given back nevertheless; what was written since the last checkpoint must not be committed
   */
  @Override
  public void release(Set<Integer> partitions) {
    Set<Integer> given = new HashSet<>(partitions);
    given.retainAll(locks.held());
    if (given.isEmpty()) {
      return;
    }
    IOException failure = null;
    try {
      files.makeDurable();
    } catch (IOException e) {
      failure = e;
    }
    boolean durable = true;
    for (int partition : given) {
      boolean clean = files.forget(partition) && failure == null;
      durable &= clean;
      files.lost().remove(partition);
      try {
        locks.release(partition, clean);
      } catch (IOException e) {
        LOG.warn("no clean mark in {}; its files are read whole next", paths.lock(partition), e);
      }
    }
    if (!durable) {
      throw unavailable(failure == null ? new IOException("an fsync failed") : failure);
    }
  }

  @Override
  public WriteResult write(ChangeBatch batch) {
    int written = 0;
    int skipped = 0;
    int refusedChanges = 0;
    Map<SessionKey, Refusal> refused = new HashMap<>();
    for (SessionChanges session : batch.sessions()) {
      requireHeld(session);
      int given = session.changes().size();
      if (files.lost().contains(session.partition())) {
        skipped += given;
        continue;
      }
      try {
        SessionFile file =
            files.touch(
                session.session(), session.partition(), locks.wasUnclean(session.partition()));
        Refusal refusal = refusal(file, session);
        if (refusal == null) {
          int taken = write(file, session);
          written += taken;
          skipped += given - taken;
        } else {
          refused.put(session.session(), refusal);
          refusedChanges += given;
        }
      } catch (RefusedFileException e) {
        refused.put(session.session(), new Refusal(e.kind(), 0, e.getMessage()));
        refusedChanges += given;
      } catch (IOException e) {
        throw unavailable(e);
      }
    }
    return new WriteResult(written, skipped, refused, refusedChanges);
  }

  @Override
  public Set<Integer> checkpoint() {
    try {
      files.makeDurable();
    } catch (IOException e) {
      throw unavailable(e);
    }
    Set<Integer> lost = Set.copyOf(files.lost());
    files.lost().clear();
    return lost;
  }

  @Override
  public boolean isEmpty() {
    if (!Files.exists(paths.directory())) {
      return true;
    }
    try (Stream<Path> all = Files.walk(paths.directory())) {
      return all.noneMatch(
          p -> p.toString().endsWith(SessionFilePaths.SUFFIX) && Files.isRegularFile(p));
    } catch (IOException | UncheckedIOException e) {
      throw unavailable(e instanceof IOException io ? io : new IOException(e));
    }
  }

  @Override
  public void discard(SessionKey session, int partition) {
    if (!locks.holds(partition)) {
      throw new IllegalStateException("partition " + partition + " is not held");
    }
    try {
      files.discard(session, partition);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void close() {
    try {
      release(locks.held());
    } catch (StoreUnavailableException e) {
      LOG.warn("closed without making everything durable; it is written again", e);
    }
  }

  /** How many session files are open; a thread that is not the loop's may see it late. */
  public int openFiles() {
    return files.openFiles();
  }

  private String prepare() throws IOException {
    Files.createDirectories(paths.root());
    Path parent = paths.root().getParent();
    if (parent != null) {
      disk.syncDirectory(parent);
    }
    return RootIdentity.of(disk, paths);
  }

  private int write(SessionFile file, SessionChanges session)
      throws IOException, RefusedFileException {
    List<Applied> rest = session.after(file.taken());
    if (!file.deleted()) {
      // Of skipped changes too: the link may be what was lost.
      for (Applied change : session.changes()) {
        String user = UserLinks.user(change).orElse(null);
        if (user != null) {
          files.links().ensure(session.session(), user, session.partition());
        }
      }
    }
    if (rest.size() < session.changes().size()) {
      files.mustBeSynced(file);
    }
    files.append(file, rest);
    return rest.size();
  }

  private static @Nullable Refusal refusal(SessionFile file, SessionChanges session) {
    if (session.from() > file.taken() + 1) {
      return new Refusal(
          Kind.GAP,
          file.taken(),
          file.path()
              + " ends at revision "
              + file.taken()
              + " and the journal goes on at "
              + session.from()
              + ": release the session from quarantine to fill it from the journal");
    }
    if (file.deleted() && session.to() > file.taken()) {
      return new Refusal(
          Kind.REFUSED,
          file.taken(),
          file.path() + " is the tombstone of a deleted session, which has no later changes");
    }
    return null;
  }

  private void requireHeld(SessionChanges session) {
    if (!locks.holds(session.partition())) {
      throw new IllegalStateException(
          "partition " + session.partition() + " is written without having been acquired");
    }
  }

  private StoreUnavailableException unavailable(IOException e) {
    return new StoreUnavailableException(
        "the files below "
            + paths.root()
            + " cannot be written ("
            + e.getMessage()
            + "): see to free space, permissions and the mount; it is tried again until it works",
        e);
  }
}
