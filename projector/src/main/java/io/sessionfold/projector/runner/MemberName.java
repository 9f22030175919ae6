package io.sessionfold.projector.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The name under which a process is a member of its sink's group. It stays with a directory, so
 * that a process that was killed and is started again is known at once and takes its partitions
 * back, where its group would otherwise wait for the dead one: for the session's time-out, or, if
 * it died while the group was dividing its partitions, for minutes.
 *
 * <p>Any number of processes may share the directory: each takes the first name that no living one
 * has, by a lock of the operating system, which dies with its process.
 */
public final class MemberName implements AutoCloseable {
  /** Names that this JVM has: a lock file must not be opened twice, or the lock is lost. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private static final int MOST = 1_000;

  private final Path file;
  private final FileChannel channel;
  private final String name;

  private MemberName(Path file, FileChannel channel, String name) {
    this.file = file;
    this.channel = channel;
    this.name = name;
  }

  /**
   * Takes a name.
   *
   * @param directory where names are kept; it is made if it is not there
   * @throws IOException if it cannot be read and written
   */
  public static MemberName take(Path directory, String sink) throws IOException {
    Files.createDirectories(directory);
    Path place = directory.toRealPath();
    for (int number = 1; number <= MOST; number++) {
      Path file = place.resolve(sink + "-" + number);
      if (HELD_HERE.add(file)) {
        MemberName taken = take(file);
        if (taken != null) {
          return taken;
        }
        HELD_HERE.remove(file);
      }
    }
    throw new IOException(MOST + " names are taken in " + directory);
  }

  private static @Nullable MemberName take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return null;
      }
      MemberName name = new MemberName(file, channel, readOrMake(channel));
      taken = true;
      return name;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static String readOrMake(FileChannel channel) throws IOException {
    UUID fresh = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(fresh.toString().length());
    channel.read(bytes, 0);
    if (!bytes.hasRemaining()) {
      return new String(bytes.array(), StandardCharsets.US_ASCII);
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(fresh.toString().getBytes(StandardCharsets.US_ASCII)), 0);
    return fresh.toString();
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }

  /** Gives it back; the next process may take it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
    HELD_HERE.remove(file);
  }
}
