package io.sessionfold.projector.jsonl;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Directories that are created as they are needed, and the names in them that are not durable yet.
 * A file that was fsynced is still lost with the name that leads to it.
 */
final class Directories {
  /** Beyond this many known directories all are forgotten, which costs a few fsyncs. */
  private static final int KNOWN = 50_000;

  /**
   * A name that was made, or found after an unclean stop, since the last checkpoint.
   *
   * @param created whether this sink made it
   */
  record Entry(Path path, int partition, boolean created) {}

  private final Disk disk;
  private final Path root;
  private final Set<Path> known = new HashSet<>();
  private final Set<Path> pending = new LinkedHashSet<>();
  private final Map<Path, Entry> entries = new HashMap<>();

  Directories(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  /** Makes a directory and those above it, and lets the next {@link #sync} make them durable. */
  void ensure(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (directory.equals(root) || parent == null || known.contains(directory)) {
      return;
    }
    ensure(parent);
    disk.createDirectory(directory);
    pending.add(parent);
    if (known.size() >= KNOWN) {
      known.clear();
    }
    known.add(directory);
  }

  /** A name in {@code path}'s directory is not known to be durable. */
  void entry(Path path, int partition, boolean created) {
    Path parent = path.getParent();
    if (parent != null) {
      pending.add(parent);
      entries.merge(
          path,
          new Entry(path, partition, created),
          (a, b) -> new Entry(path, partition, a.created() || b.created()));
    }
  }

  /** A name is durable, or gone. */
  void settled(Path path) {
    entries.remove(path);
  }

  /** A directory may have been removed by another process. */
  void forget(Path directory) {
    known.removeIf(d -> d.startsWith(directory));
  }

  /**
   * Makes all names durable.
   *
   * @return the names of which that failed. They are forgotten here: the caller takes back those
   *     that were created, so that they are made anew instead of being believed at a second try
   */
  List<Entry> sync() {
    Set<Path> failed = new HashSet<>();
    for (Path directory : pending) {
      try {
        disk.syncDirectory(directory);
      } catch (NoSuchFileException e) {
        known.remove(directory);
      } catch (IOException e) {
        failed.add(directory);
      }
    }
    List<Entry> lost = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (failed.stream().anyMatch(entry.path()::startsWith)) {
        lost.add(entry);
      }
    }
    failed.forEach(this::forget);
    pending.clear();
    entries.clear();
    return lost;
  }
}
