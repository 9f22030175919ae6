package io.sessionfold.projector.jsonl;

import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.journal.Change.Applied;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Puts a rewritten file in the place of a session's file, durably. */
final class Rewriter {
  private final Disk disk;
  private final SessionFilePaths paths;
  private final Directories directories;
  private final UserLinks links;
  private final OpenFiles open;

  Rewriter(
      Disk disk, SessionFilePaths paths, Directories directories, UserLinks links, OpenFiles open) {
    this.disk = disk;
    this.paths = paths;
    this.directories = directories;
    this.links = links;
    this.open = open;
  }

  /** Writes what waits, with all it takes back taken back; may be repeated after any failure. */
  void rewrite(SessionFile file, Waiting w) throws IOException {
    if (w.deletion() != null) {
      String user = user(file, w);
      if (user != null) {
        // Before the file stops saying whose it is: afterwards nobody could find the link.
        links.remove(file.session(), user);
      }
    }
    if (file.length() == 0) {
      directories.ensure(file.directory());
      directories.entry(file.path(), file.partition(), true);
    }
    long length = replace(file, out -> Rewrite.write(disk, out, file, w, paths.generation()));
    file.durableAt(w.last(), length, w.deletion() != null);
    disk.syncDirectory(file.directory());
  }

  /** Writes the first {@code length} bytes into a new file, since the old one is in doubt. */
  void copy(SessionFile file, long length) throws IOException {
    replace(file, out -> Rewrite.copy(disk, out, file, length));
    disk.syncDirectory(file.directory());
  }

  /** Deletes a file, durably; one that is not there is fine. */
  void remove(SessionFile file) throws IOException {
    if (Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      disk.delete(file.path());
      directories.settled(file.path());
      disk.syncDirectory(file.directory());
    }
  }

  /** Content of a file, written from its beginning; returns its length. */
  @FunctionalInterface
  private interface Content {
    long writeTo(FileChannel out) throws IOException;
  }

  /** Puts other content in the place of a file, atomically; the name is not durable yet. */
  private long replace(SessionFile file, Content content) throws IOException {
    Path temporary = file.temporary();
    long length;
    try {
      try (FileChannel out = disk.create(temporary)) {
        length = content.writeTo(out);
        disk.sync(out);
      }
      open.close(file);
      disk.move(temporary, file.path());
    } catch (IOException e) {
      try {
        disk.delete(temporary);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    return length;
  }

  private @Nullable String user(SessionFile file, Waiting w) throws IOException {
    String user = null;
    if (Files.exists(file.path())) {
      try (SessionFileReader reader = SessionFileReader.open(file.path())) {
        for (Applied c = reader.next(); c != null && user == null; c = reader.next()) {
          user = UserLinks.user(c).orElse(null);
        }
      }
    }
    for (Applied change : w.changes()) {
      user = user == null ? UserLinks.user(change).orElse(null) : user;
    }
    return user;
  }
}
