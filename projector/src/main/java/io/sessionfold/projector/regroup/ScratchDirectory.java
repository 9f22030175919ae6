package io.sessionfold.projector.regroup;

import io.sessionfold.file.TreeDeletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of one's own for what does not fit into memory, made when it is first asked for and
 * deleted at close. What killed processes left behind is deleted when the next one is opened: an
 * operating system's lock, which dies with its process, tells whose is in use.
 *
 * <p>What goes wrong with it comes as an {@link UncheckedIOException} that says what to do. Not
 * thread-safe.
 */
public final class ScratchDirectory implements AutoCloseable {
  private static final String PREFIX = "scratch-";
  private static final String LOCK = ".lock";

  /** Opening a file again and closing it would drop the lock that this JVM has on it. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private record Held(Path directory, Path lockFile, FileChannel channel) {}

  private final Path parent;
  private @Nullable Held held;
  private int files;

  /** A directory below {@code parent}, which need not exist. */
  public ScratchDirectory(Path parent) {
    this.parent = parent.toAbsolutePath().normalize();
    try {
      deleteLeftOvers();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** A path in it that was not given before. */
  public Path file() {
    try {
      if (held == null) {
        held = take();
      }
      return held.directory.resolve(Integer.toString(files++));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What is said when it cannot be used. */
  public UncheckedIOException failed(IOException cause) {
    return new UncheckedIOException(
        "the directory for temporary files "
            + parent
            + " cannot be used: make room in it, or name another",
        cause);
  }

  private Held take() throws IOException {
    Files.createDirectories(parent);
    while (true) {
      Path directory = parent.resolve(PREFIX + UUID.randomUUID());
      Path lockFile = lockFile(directory);
      HELD_HERE.add(lockFile);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null && Files.exists(lockFile)) {
        Files.createDirectory(directory);
        return new Held(directory, lockFile, channel);
      }
      // Somebody took it for a left-over in the moment before it was locked.
      channel.close();
      HELD_HERE.remove(lockFile);
    }
  }

  private static Path lockFile(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  private void deleteLeftOvers() throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
      for (Path lockFile : locks) {
        if (HELD_HERE.add(lockFile)) {
          try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
              String name = String.valueOf(lockFile.getFileName());
              delete(
                  lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length())),
                  lockFile);
            }
          } catch (NoSuchFileException e) {
            // Another process was faster.
          } finally {
            HELD_HERE.remove(lockFile);
          }
        }
      }
    }
  }

  private static void delete(Path directory, Path lockFile) throws IOException {
    TreeDeletion.of(directory);
    Files.deleteIfExists(lockFile);
  }

  /** Deletes it with all that is in it. */
  @Override
  public void close() {
    Held mine = held;
    if (mine == null) {
      return;
    }
    held = null;
    try {
      delete(mine.directory, mine.lockFile);
      mine.channel.close();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      HELD_HERE.remove(mine.lockFile);
    }
  }
}
