package io.sessionfold.file;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.UnknownJournalVersionException;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a session: the header, then its changes in revision order, one in memory at a
 * time. Nothing is trusted: a line that has another checksum, is not JSON, not a change of this
 * session or not the next revision is an error that says where.
 *
 * <p>A file that is being written may end in a torn line. That is not an error: the changes before
 * it are given, and {@link #torn} says so. Not thread-safe.
 */
public final class SessionFileReader implements Closeable {
  private final Path file;
  private final CompleteLines lines;
  private final @Nullable SessionFileHeader header;
  private int number;
  private int unchecked;
  private long revision;
  private long end;

  private SessionFileReader(Path file, CompleteLines lines) throws IOException {
    this.file = file;
    this.lines = lines;
    JsonText first = line();
    this.header = first == null ? null : readHeader(first);
    this.revision = header == null ? 0 : header.from() - 1;
    this.end = lines.end();
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws LaterReleaseException if its first line is one that only a later release reads
   * @throws SessionFileException if its first line is complete and not a header
   */
  public static SessionFileReader open(Path file) throws IOException {
    CompleteLines lines = CompleteLines.open(file);
    try {
      return new SessionFileReader(file, lines);
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** The header; empty if not even the first line is complete. */
  public Optional<SessionFileHeader> header() {
    return Optional.ofNullable(header);
  }

  /**
   * The next change; {@code null} after the last complete line.
   *
   * @throws LaterReleaseException if the line is one that only a later release reads
   * @throws SessionFileException if the line is not the session's next change
   */
  public @Nullable Applied next() throws IOException {
    JsonText line = header == null ? null : line();
    if (line == null || header == null) {
      return null;
    }
    Applied change = change(line);
    if (!change.session().equals(header.session()) || change.revision() != revision + 1) {
      throw broken("is not revision " + (revision + 1) + " of " + header.session());
    }
    revision = change.revision();
    end = lines.end();
    return change;
  }

  /** The remaining changes; an {@link IOException} comes out as {@link UncheckedIOException}. */
  public Stream<Applied> changes() {
    return Stream.iterate(nextUnchecked(), c -> c != null, c -> nextUnchecked())
        .map(Objects::requireNonNull);
  }

  /** The revision of the last change that was given; one below the first before any. */
  public long revision() {
    return revision;
  }

  /** The offset after the last line that was good: where a damaged file would be cut. */
  public long end() {
    return end;
  }

  /** How many of the lines that were read have no checksum, as those of earlier releases. */
  public int unchecked() {
    return unchecked;
  }

  /** Whether the file ends in an incomplete line; known after the last change. */
  public boolean torn() {
    return lines.torn();
  }

  private @Nullable Applied nextUnchecked() {
    try {
      return next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable JsonText line() throws IOException {
    byte[] line = lines.next();
    if (line == null) {
      return null;
    }
    number++;
    byte[] content = CheckedLine.content(line);
    if (content == null) {
      throw broken("is not what was written: its checksum is that of another content");
    }
    unchecked += CheckedLine.hasChecksum(line) ? 0 : 1;
    try {
      return ChangeCodec.parse(content);
    } catch (JsonSyntaxException e) {
      throw broken("is not JSON");
    }
  }

  private SessionFileHeader readHeader(JsonText line) throws SessionFileException {
    if (SessionFileHeader.isLater(line)) {
      throw new LaterReleaseException(where() + " is of a later release");
    }
    return SessionFileHeader.read(line)
        .orElseThrow(
            () ->
                broken(
                    "is not a header of format "
                        + SessionFileHeader.FORMAT
                        + " "
                        + SessionFileHeader.VERSION));
  }

  private Applied change(JsonText line) throws SessionFileException {
    try {
      Change change = ChangeCodec.read(line);
      if (change instanceof Applied applied) {
        return applied;
      }
      throw broken("is not an applied change");
    } catch (UnknownJournalVersionException e) {
      throw new LaterReleaseException(where() + " is of a later release: " + e.getMessage());
    } catch (RuntimeException e) {
      throw broken("is not a change");
    }
  }

  private SessionFileException broken(String what) {
    return new SessionFileException(where() + " " + what);
  }

  private String where() {
    return "line " + number + " of " + file;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
