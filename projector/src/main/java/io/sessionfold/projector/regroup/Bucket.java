package io.sessionfold.projector.regroup;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of records: all that a stretch has of some sessions, in the order of the journal.
 *
 * @param memory the most that it can take in memory, if every record is of another session
 * @param single whether all are of one session
 */
record Bucket(Path file, long memory, boolean single) {
  private static final int BUFFER = 1 << 18;

  /** Reads from the beginning. */
  Records read() {
    return new Records(file, change -> true);
  }

  /** Reads what passes a test. */
  Records read(Predicate<RawChange> test) {
    return new Records(file, test);
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  /** One reading; closes itself at the end. */
  static final class Records implements Iterator<RawChange>, Closeable {
    private final Path file;
    private final DataInputStream in;
    private final Predicate<RawChange> test;
    private @Nullable RawChange next;

    private Records(Path file, Predicate<RawChange> test) {
      this.file = file;
      this.test = test;
      try {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
      } catch (IOException e) {
        throw unreadable(e);
      }
      next = advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public RawChange next() {
      RawChange change = next;
      if (change == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return change;
    }

    private @Nullable RawChange advance() {
      try {
        RawChange change = RawChange.read(in);
        while (change != null && !test.test(change)) {
          change = RawChange.read(in);
        }
        if (change == null) {
          in.close();
        }
        return change;
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private UncheckedIOException unreadable(IOException e) {
      return new UncheckedIOException("cannot read " + file, e);
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }
}
