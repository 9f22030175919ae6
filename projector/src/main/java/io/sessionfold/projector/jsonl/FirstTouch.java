package io.sessionfold.projector.jsonl;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.file.CheckedLine;
import io.sessionfold.file.CompleteLines;
import io.sessionfold.file.LaterReleaseException;
import io.sessionfold.file.SessionFileException;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.UnknownJournalVersionException;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.sink.WriteResult.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out, by reading only, how far a file can be believed. */
final class FirstTouch {
  private static final int CHUNK = 1 << 14;

  /**
   * What was found.
   *
   * @param revision of the last line that is good
   * @param length up to the end of that line; what stands behind must be cut
   * @param user that the session has, if the file was read whole
   */
  record Found(long revision, long length, boolean deleted, @Nullable String user) {
    static final Found NOTHING = new Found(0, 0, false, null);
  }

  private FirstTouch() {}

  /** Refuses what stands where a file belongs, and is none. */
  static void refuseOther(Path path) throws RefusedFileException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedFileException(
          path
              + " is not a file: move it away, it stands where a session's file belongs; then"
              + " release the session from quarantine");
    }
  }

  /** Reads a file, all of it or what tells where it ends. */
  static Found of(Path file, SessionKey session, int generation, boolean whole)
      throws IOException, RefusedFileException {
    return whole ? ofWhole(file, session, generation) : ofEnds(file, session, generation);
  }

  /** Reads the first and the last complete line, or the whole file if the last is no good. */
  private static Found ofEnds(Path file, SessionKey session, int generation)
      throws IOException, RefusedFileException {
    Optional<SessionFileHeader> header = header(file, session, generation, false);
    if (header.isEmpty()) {
      return Found.NOTHING;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = lineEndBefore(channel, channel.size());
      long start = lineEndBefore(channel, end - 1);
      if (start == 0) {
        return new Found(header.get().from() - 1, end, false, null);
      }
      Applied last = change(file, read(channel, start, end - 1));
      if (last != null && last.session().equals(session)) {
        return new Found(last.revision(), end, isDeletion(last), null);
      }
    }
    return ofWhole(file, session, generation);
  }

  /** Reads every line, up to the first that is not valid or not the next revision. */
  private static Found ofWhole(Path file, SessionKey session, int generation)
      throws IOException, RefusedFileException {
    if (header(file, session, generation, true).isEmpty()) {
      return Found.NOTHING;
    }
    boolean deleted = false;
    String user = null;
    try (SessionFileReader reader = SessionFileReader.open(file)) {
      long revision = reader.revision();
      long end = reader.end();
      try {
        for (Applied c = reader.next(); c != null; c = reader.next()) {
          if (!isWhole(c)) {
            return new Found(revision, end, deleted, user);
          }
          deleted = isDeletion(c);
          user = UserLinks.user(c).orElse(user);
          revision = c.revision();
          end = reader.end();
        }
      } catch (LaterReleaseException e) {
        throw ofLaterRelease(file);
      } catch (SessionFileException e) {
        // The damage begins here; the reader knows where the good lines end.
        return new Found(reader.revision(), reader.end(), deleted, user);
      }
      return new Found(reader.revision(), reader.end(), deleted, user);
    }
  }

  /**
   * The header; empty if there is none worth keeping.
   *
   * @param damaged whether a first line that is no JSON with its checksum may be what a crash left
   */
  private static Optional<SessionFileHeader> header(
      Path file, SessionKey session, int generation, boolean damaged)
      throws IOException, RefusedFileException {
    byte[] first;
    try (CompleteLines lines = CompleteLines.open(file)) {
      first = lines.next();
    }
    if (first == null) {
      return Optional.empty();
    }
    JsonText line = json(first);
    if (line == null) {
      if (damaged) {
        return Optional.empty();
      }
      throw CheckedLine.hasChecksum(first)
          ? new RefusedFileException(
              Kind.GAP,
              file
                  + " has another first line than was written: release the session from quarantine,"
                  + " which writes the file anew from the journal")
          : refused(file, "does not begin with a header");
    }
    Optional<SessionFileHeader> header = SessionFileHeader.read(line);
    if (header.isEmpty()) {
      throw refused(file, "does not begin with a header that this release reads");
    }
    if (!header.get().session().equals(session)) {
      throw refused(file, "belongs to another session");
    }
    if (header.get().generation() != generation) {
      throw refused(file, "belongs to generation " + header.get().generation());
    }
    return header;
  }

  private static @Nullable JsonText json(byte[] line) {
    byte[] content = CheckedLine.content(line);
    try {
      return content == null ? null : JsonText.parse(content);
    } catch (JsonSyntaxException e) {
      return null;
    }
  }

  private static RefusedFileException refused(Path file, String why) {
    return new RefusedFileException(
        file + " " + why + ": move it away, then release the session from quarantine");
  }

  /** Whether a line that is a change by its form says something that can be folded. */
  static boolean isWhole(Applied change) {
    try {
      return change.resolved() != null;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean isDeletion(Applied change) {
    return change.type() == EventType.SESSION_DELETED;
  }

  private static RefusedFileException ofLaterRelease(Path file) {
    return new RefusedFileException(
        file
            + " has a line of a later release, and is left as it is: run that release, or a later"
            + " one, then release the session from quarantine");
  }

  private static @Nullable Applied change(Path file, byte[] line) throws RefusedFileException {
    byte[] content = CheckedLine.content(line);
    if (content == null) {
      return null;
    }
    try {
      Change change = ChangeCodec.read(ChangeCodec.parse(content));
      return change instanceof Applied applied ? applied : null;
    } catch (UnknownJournalVersionException e) {
      throw ofLaterRelease(file);
    } catch (JsonSyntaxException | RuntimeException e) {
      return null;
    }
  }

  /** The offset after the last line end that is before {@code before}; 0 if there is none. */
  private static long lineEndBefore(FileChannel channel, long before) throws IOException {
    long to = before;
    while (to > 0) {
      long from = Math.max(0, to - CHUNK);
      byte[] chunk = read(channel, from, to);
      for (int i = chunk.length - 1; i >= 0; i--) {
        if (chunk[i] == '\n') {
          return from + i + 1;
        }
      }
      to = from;
    }
    return 0;
  }

  private static byte[] read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return bytes.array();
  }
}
