package io.sessionfold.projector.jsonl;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.event.SessionStarted;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.journal.Change.Applied;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The links from users to the files of their sessions. */
final class UserLinks {
  /** Another process may remove an empty directory between our making it and using it. */
  private static final int ATTEMPTS = 10;

  private final Disk disk;
  private final Directories directories;
  private final SessionFilePaths paths;

  UserLinks(Disk disk, Directories directories, SessionFilePaths paths) {
    this.disk = disk;
    this.directories = directories;
    this.paths = paths;
  }

  /** The user that a change sets, if it sets one. */
  static Optional<String> user(Applied change) {
    return change.type() == EventType.SESSION_STARTED
            && change.resolved() instanceof SessionStarted started
        ? Optional.ofNullable(started.user())
        : Optional.empty();
  }

  /** Makes the link, or sees that it is there; durable with the next sync of directories. */
  void ensure(SessionKey session, String user, int partition)
      throws IOException, RefusedFileException {
    Path link = paths.userLink(session, user);
    for (int attempt = 1; ; attempt++) {
      try {
        directories.ensure(parent(link));
        directories.entry(link, partition, make(link, paths.userLinkTarget(session, user)));
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        directories.forget(parent(parent(link)));
      }
    }
  }

  /** Removes the link and what directories it leaves empty, durably. */
  void remove(SessionKey session, String user) throws IOException {
    Path link = paths.userLink(session, user);
    if (Files.isSymbolicLink(link)) {
      disk.delete(link);
    }
    directories.settled(link);
    Path sessions = parent(link);
    Path ofUser = parent(sessions);
    // Synced whether or not the link was there: an earlier attempt may have failed in between.
    if (!removedEmpty(sessions)) {
      syncIfThere(sessions);
    } else if (!removedEmpty(ofUser)) {
      syncIfThere(ofUser);
    } else {
      syncIfThere(parent(ofUser));
    }
  }

  /** Returns whether it was made, rather than found. */
  private boolean make(Path link, Path target) throws IOException, RefusedFileException {
    try {
      disk.link(link, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isSymbolicLink(link)) {
        throw new RefusedFileException(
            link + " is not a link: move it away, it stands where a user's link belongs");
      }
      if (Files.readSymbolicLink(link).equals(target)) {
        return false;
      }
      disk.delete(link);
      disk.link(link, target);
      return true;
    }
  }

  private boolean removedEmpty(Path directory) throws IOException {
    try {
      disk.delete(directory);
      directories.forget(directory);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private void syncIfThere(Path directory) throws IOException {
    try {
      disk.syncDirectory(directory);
    } catch (NoSuchFileException e) {
      directories.forget(directory);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no parent");
    }
    return parent;
  }
}
