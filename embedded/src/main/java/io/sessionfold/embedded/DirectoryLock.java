package io.sessionfold.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of a data directory, among the processes of this machine and within this one. It
 * ends with the process, however that ends: a lock file left behind by a killed process locks
 * nothing.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "sessionfold.lock";

  /**
   * Directories locked by this JVM. POSIX releases a process's lock as soon as the process closes
   * any descriptor of the file, so a second attempt in this JVM must not even open it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Creates the directory if need be and locks it.
   *
   * @throws ServerRefusedException if it is in use, naming the process that uses it
   */
  static DirectoryLock acquire(Path dataDirectory, String what) {
    try {
      Path directory = Files.createDirectories(dataDirectory).toRealPath();
      if (!HELD.add(directory)) {
        throw inUse(what, directory, "this process");
      }
      @Nullable DirectoryLock lock = null;
      try {
        lock = lock(directory, what);
        return lock;
      } finally {
        if (lock == null) {
          HELD.remove(directory);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot use the data directory %s. Check that it is a writable directory."
              .formatted(what, dataDirectory),
          e);
    }
  }

  private static DirectoryLock lock(Path directory, String what) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
      if (lock == null) {
        throw inUse(what, directory, "process " + owner(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
      return new DirectoryLock(directory, channel);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    return UTF_8.decode(pid.flip()).toString();
  }

  private static ServerRefusedException inUse(String what, Path directory, String owner) {
    return new ServerRefusedException(
        "%s cannot use the data directory %s: %s uses it. Stop that one, or choose another directory."
            .formatted(what, directory, owner));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the lock on " + directory, e);
    } finally {
      HELD.remove(directory);
    }
  }
}
