package io.sessionfold.projector.jsonl;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.LaterReleaseException;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.file.SessionFileWalk;
import io.sessionfold.journal.Change.Applied;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads every line of session files and says what cannot be what was written: a wrong checksum, a
 * line that is no change, a revision that does not follow, a file in the place of another one's. It
 * writes nothing, takes no lock and may run beside the sink: a file that grows meanwhile is read as
 * far as its last complete line, one that is replaced as it was.
 *
 * <p>What a file lacks at its end is not found here, nor a session that has no file.
 */
public final class FileCheck {
  /**
   * Something that is wrong.
   *
   * @param session whose file can be written anew; absent if neither its lines nor its name tell,
   *     or if it is no damage
   * @param message what and where, without content
   */
  public record Problem(Path file, Optional<SessionKey> session, String message) {}

  /**
   * What was read.
   *
   * @param unchecked lines that have no checksum, since an earlier release wrote them
   */
  public record Counts(long files, long changes, long bytes, long unchecked) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    private Counts plus(long moreChanges, long moreBytes, long moreUnchecked) {
      return new Counts(
          files + 1, changes + moreChanges, bytes + moreBytes, unchecked + moreUnchecked);
    }
  }

  private final SessionFilePaths paths;
  private final Consumer<Problem> problems;
  private Counts counts = Counts.NONE;

  private FileCheck(SessionFilePaths paths, Consumer<Problem> problems) {
    this.paths = paths;
    this.problems = problems;
  }

  /**
   * Reads all files of a generation.
   *
   * @param problems is told what is wrong as it is found; at most one problem of a file, its first
   * @throws IOException if directories cannot be listed
   */
  public static Counts all(SessionFilePaths paths, Consumer<Problem> problems) throws IOException {
    FileCheck check = new FileCheck(paths, problems);
    SessionFileWalk.each(paths, check::file);
    return check.counts;
  }

  private void file(Path file, BasicFileAttributes attributes) {
    SessionKey named = paths.named(file).orElse(null);
    if (!attributes.isRegularFile()) {
      problems.accept(new Problem(file, Optional.empty(), file + " is not a file"));
      return;
    }
    try (SessionFileReader reader = SessionFileReader.open(file)) {
      SessionFileHeader header = reader.header().orElse(null);
      if (header == null) {
        return; // It is being made.
      }
      if (!paths.session(header.session()).equals(file)
          || header.generation() != paths.generation()) {
        problems.accept(new Problem(file, Optional.empty(), file + " belongs elsewhere"));
        return;
      }
      named = header.session();
      changes(reader);
    } catch (NoSuchFileException e) {
      // It was deleted meanwhile.
    } catch (LaterReleaseException e) {
      problems.accept(new Problem(file, Optional.empty(), e.getMessage() + "; check it with that"));
    } catch (IOException e) {
      problems.accept(new Problem(file, Optional.ofNullable(named), message(file, e)));
    }
  }

  private void changes(SessionFileReader reader) throws IOException {
    long first = reader.revision();
    try {
      for (Applied change = reader.next(); change != null; change = reader.next()) {
        if (!FirstTouch.isWhole(change)) {
          throw new IOException("revision " + change.revision() + " means nothing");
        }
      }
    } finally {
      counts = counts.plus(reader.revision() - first, reader.end(), reader.unchecked());
    }
  }

  private static String message(Path file, IOException e) {
    String said = String.valueOf(e.getMessage());
    return said.contains(file.toString()) ? said : file + ": " + said;
  }
}
