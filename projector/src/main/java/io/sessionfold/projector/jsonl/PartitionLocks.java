package io.sessionfold.projector.jsonl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive locks on partitions. The lock is the operating system's: it outlives a stopped
 * process and dies with a killed one. The lock file says {@code clean} while nobody holds it and
 * its last holder gave it back with everything durable.
 */
final class PartitionLocks {
  private static final byte[] CLEAN = "clean\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * The lock files that this JVM holds. They must not even be opened a second time: closing any
   * descriptor of a file drops all POSIX locks that the process has on it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  /** Descriptors that could not be closed without dropping the lock of another class loader. */
  private static final Map<Path, FileChannel> LEFT_OPEN = new ConcurrentHashMap<>();

  private record Held(Path file, FileChannel channel, boolean wasClean) {}

  private final Disk disk;
  private final Map<Integer, Held> held = new HashMap<>();

  PartitionLocks(Disk disk) {
    this.disk = disk;
  }

  Set<Integer> held() {
    return Set.copyOf(held.keySet());
  }

  boolean holds(int partition) {
    return held.containsKey(partition);
  }

  /** Whether the last holder stopped without leaving its files durable and whole. */
  boolean wasUnclean(int partition) {
    Held lock = held.get(partition);
    return lock == null || !lock.wasClean();
  }

  /**
   * Takes a lock and removes the mark, durably.
   *
   * @return whether it is held; otherwise another sink holds it
   */
  boolean acquire(int partition, Path lockFile) throws IOException {
    if (held.containsKey(partition)) {
      return true;
    }
    Path parent = lockFile.getParent();
    Path file = parent == null ? lockFile : parent.toRealPath().resolve(lockFile.getFileName());
    if (!HELD_HERE.add(file)) {
      return false;
    }
    boolean taken = false;
    try {
      Held lock = take(file);
      if (lock != null) {
        held.put(partition, lock);
        taken = true;
      }
      return taken;
    } finally {
      if (!taken) {
        HELD_HERE.remove(file);
      }
    }
  }

  /** Gives a lock back. Without the mark its files are read whole when they are next touched. */
  void release(int partition, boolean clean) throws IOException {
    Held lock = held.remove(partition);
    if (lock == null) {
      return;
    }
    try {
      if (clean) {
        disk.write(lock.channel(), ByteBuffer.wrap(CLEAN));
        disk.sync(lock.channel());
      }
    } finally {
      Quietly.close(lock.channel());
      HELD_HERE.remove(lock.file());
    }
  }

  private @Nullable Held take(Path file) throws IOException {
    FileChannel channel = LEFT_OPEN.remove(file);
    if (channel == null) {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    boolean keep = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return null;
      }
      boolean clean = isClean(channel);
      disk.truncate(channel, 0);
      channel.position(0);
      disk.sync(channel);
      keep = true;
      return new Held(file, channel, clean);
    } catch (OverlappingFileLockException e) {
      LEFT_OPEN.put(file, channel);
      keep = true;
      return null;
    } finally {
      if (!keep) {
        Quietly.close(channel);
      }
    }
  }

  private static boolean isClean(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(CLEAN.length + 1);
    channel.read(content, 0);
    content.flip();
    return content.equals(ByteBuffer.wrap(CLEAN));
  }
}
