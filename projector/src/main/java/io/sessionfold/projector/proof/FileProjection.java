package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.file.SessionFileWalk;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.proof.DigestFold;
import io.sessionfold.proof.DigestFold.Folded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of one generation. Every line is read as strictly as {@link SessionFileReader} does it,
 * and folded. A torn line at the end is one that is being written.
 */
final class FileProjection implements Projection {
  private final SessionFilePaths paths;

  FileProjection(SessionFilePaths paths) {
    this.paths = paths;
  }

  @Override
  public Source source() {
    return Source.FILES;
  }

  @Override
  public void scan(Predicate<SessionKey> wanted, Consumer<Entry> entries) {
    try {
      SessionFileWalk.each(
          paths,
          (file, attributes) ->
              file(file, wanted).ifPresent(reading -> entries.accept(reading.entry())));
    } catch (IOException e) {
      throw new UncheckedIOException("the files below " + paths.directory(), e);
    }
  }

  /** The file of a name that may be shortened: then its first line says whose it is. */
  private Optional<Reading> file(Path file, Predicate<SessionKey> wanted) {
    SessionKey named = paths.named(file).orElse(null);
    if (named != null && !wanted.test(named)) {
      return Optional.empty();
    }
    SessionKey session = named;
    if (session == null) {
      try (SessionFileReader reader = SessionFileReader.open(file)) {
        session = reader.header().map(SessionFileHeader::session).orElse(null);
      } catch (IOException e) {
        throw new UncheckedIOException(
            file + " has no first line that says whose it is: move it away", e);
      }
    }
    return session == null || !wanted.test(session) ? Optional.empty() : reading(session, file);
  }

  @Override
  public Optional<Reading> read(SessionKey session) {
    Path file = paths.session(session);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? reading(session, file)
        : Optional.empty();
  }

  private Optional<Reading> reading(SessionKey session, Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return damaged(session, 0, file + " is not a file");
    }
    try (Lines lines = new Lines(session, file)) {
      try {
        Folded folded = DigestFold.fold(session, lines);
        return folded.revision() == 0
            ? Optional.empty()
            : Optional.of(Reading.of(session, folded.revision(), folded.outline()));
      } catch (UncheckedIOException e) {
        if (e.getCause() instanceof NoSuchFileException) {
          return Optional.empty();
        }
        return damaged(session, lines.revision, String.valueOf(e.getCause().getMessage()));
      } catch (RuntimeException e) {
        return damaged(session, lines.revision, file + " cannot be folded: " + e.getMessage());
      }
    }
  }

  private static Optional<Reading> damaged(SessionKey session, long revision, String what) {
    return Optional.of(new Reading(Entry.damaged(session, revision, what), null));
  }

  @Override
  public JsonText message(SessionKey session, long revision, int place) {
    try (Lines lines = new Lines(session, paths.session(session))) {
      return DigestFold.message(session, lines, revision, place);
    }
  }

  /** The changes of a file; each walk reads it from the beginning. */
  private final class Lines implements Iterable<Applied>, AutoCloseable {
    private final SessionKey session;
    private final Path file;
    private final List<SessionFileReader> open = new ArrayList<>();
    private long revision;

    Lines(SessionKey session, Path file) {
      this.session = session;
      this.file = file;
    }

    @Override
    public Iterator<Applied> iterator() {
      try {
        SessionFileReader reader = SessionFileReader.open(file);
        open.add(reader);
        SessionFileHeader header = reader.header().orElse(null);
        if (header != null
            && !(header.session().equals(session)
                && header.generation() == paths.generation()
                && paths.session(session).equals(file))) {
          throw new IOException(file + " belongs elsewhere: its first line says so");
        }
        return new Walk(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private final class Walk implements Iterator<Applied> {
      private final SessionFileReader reader;
      private @Nullable Applied next;

      Walk(SessionFileReader reader) {
        this.reader = reader;
        next = read();
      }

      private @Nullable Applied read() {
        try {
          revision = reader.revision();
          return reader.next();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Applied next() {
        Applied change = next;
        if (change == null) {
          throw new NoSuchElementException();
        }
        next = read();
        return change;
      }
    }

    @Override
    public void close() {
      for (SessionFileReader reader : open) {
        try {
          reader.close();
        } catch (IOException e) {
          throw new UncheckedIOException("cannot close " + file, e);
        }
      }
    }
  }
}
