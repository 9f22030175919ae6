package io.sessionfold.query;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.file.RootId;
import io.sessionfold.file.SessionFileException;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a session in its file, redactions already put in place. A file that is not whole
 * up to the revision that it must have is refused with an {@link UncheckedIOException}, after some
 * of its changes were told.
 *
 * <p>A file is opened once in a walk and read to its end: one that the sink puts in its place
 * meanwhile is another file. It grows by whole lines; a torn one at its end is not read.
 */
final class FileHistory implements History {
  private final SessionFilePaths paths;
  private final SessionKey key;
  private final @Nullable String rootId;
  private final long current;

  /**
   * @param rootId that of the root which the sink writes to, if it is known
   * @param current the revision that the file has at least
   */
  FileHistory(SessionFilePaths paths, SessionKey key, @Nullable String rootId, long current) {
    this.paths = paths;
    this.key = key;
    this.rootId = rootId;
    this.current = current;
  }

  @Override
  public void forEach(Consumer<? super Applied> change) {
    try {
      if (rootId != null && !rootId.equals(RootId.read(paths))) {
        throw new SessionFileException(paths.root() + " is not the root that the sink writes to");
      }
      Path file = paths.session(key);
      try (SessionFileReader reader = SessionFileReader.open(file)) {
        refuseOther(file, reader);
        walk(file, reader, change);
        if (reader.revision() < current) {
          throw new SessionFileException(
              file + " ends at revision " + reader.revision() + ", before revision " + current);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void walk(Path file, SessionFileReader reader, Consumer<? super Applied> change)
      throws IOException {
    boolean whole = reader.revision() == 0;
    int unchecked = reader.unchecked();
    for (Applied next = reader.next(); next != null; next = reader.next()) {
      if (!whole && next.type() != EventType.SESSION_DELETED) {
        throw new SessionFileException(file + " begins at revision " + next.revision());
      }
      if (reader.unchecked() > unchecked) {
        unchecked = reader.unchecked();
        refuseMeaningless(file, next);
      }
      change.accept(next);
    }
  }

  private void refuseOther(Path file, SessionFileReader reader) throws SessionFileException {
    SessionFileHeader header = reader.header().orElse(null);
    if (header == null
        || !header.session().equals(key)
        || header.generation() != paths.generation()) {
      throw new SessionFileException(file + " is not the file of " + key);
    }
  }

  /** A line of an earlier release has no checksum, so that it may be damaged and still be JSON. */
  private static void refuseMeaningless(Path file, Applied change) throws SessionFileException {
    try {
      SessionEvent unused = change.resolved();
    } catch (RuntimeException e) {
      throw new SessionFileException(file + ": revision " + change.revision() + " means nothing");
    }
  }
}
