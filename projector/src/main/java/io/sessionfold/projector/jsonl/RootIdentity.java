package io.sessionfold.projector.jsonl;

import io.sessionfold.file.RootId;
import io.sessionfold.file.SessionFilePaths;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The id of a root, in {@code root.json}: random, made by whoever comes first, the same for ever.
 * Two sinks that should share a root and do not are told apart by it.
 */
final class RootIdentity {
  /** Keeps two threads of this JVM from overlapping on the lock file. */
  private static final Object ONE_AT_A_TIME = new Object();

  private RootIdentity() {}

  static String of(Disk disk, SessionFilePaths paths) throws IOException {
    Path file = paths.rootIdentity();
    synchronized (ONE_AT_A_TIME) {
      if (!Files.exists(file)) {
        create(disk, file, paths.root().resolve(".lock"));
      }
    }
    // Also by those who found it: whoever made it may have died before it was durable.
    disk.syncDirectory(paths.root());
    return RootId.read(paths);
  }

  private static void create(Disk disk, Path file, Path lockFile) throws IOException {
    Path temporary = file.resolveSibling("root.json.tmp");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || Files.exists(file)) {
        return;
      }
      Lines lines = new Lines();
      lines.add(RootId.json(UUID.randomUUID().toString()));
      try (FileChannel out = disk.create(temporary)) {
        disk.write(out, lines.buffer());
        disk.sync(out);
      }
      disk.move(temporary, file);
    }
  }
}
