package io.sessionfold.projector.jsonl;

import io.sessionfold.file.CheckedLine;
import io.sessionfold.file.CompleteLines;
import io.sessionfold.file.SessionFileException;
import io.sessionfold.file.SessionFileHeader;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Redactions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams a session's file, with what waits for it, into another file. One line is in memory at a
 * time. What stands at or behind the first waiting revision is not copied, so that a rewrite can be
 * repeated whatever became of the one before.
 */
final class Rewrite {
  /** Lines are collected up to about this size before they are written. */
  private static final int CHUNK = 1 << 18;

  private final Disk disk;
  private final FileChannel out;
  private final Lines lines = new Lines();
  private long written;

  private Rewrite(Disk disk, FileChannel out) {
    this.disk = disk;
    this.out = out;
  }

  /** Writes the rewritten file; returns its length. */
  static long write(Disk disk, FileChannel out, SessionFile file, Waiting waiting, int generation)
      throws IOException {
    Rewrite rewrite = new Rewrite(disk, out);
    Applied deletion = waiting.deletion();
    if (deletion != null) {
      rewrite.add(new SessionFileHeader(file.session(), generation, deletion.revision()).json());
      rewrite.add(ChangeCodec.write(deletion));
    } else {
      rewrite.merge(file, waiting, generation);
    }
    return rewrite.done();
  }

  /** Writes the first {@code length} bytes of a file again; returns their number. */
  static long copy(Disk disk, FileChannel out, SessionFile file, long length) throws IOException {
    Rewrite rewrite = new Rewrite(disk, out);
    try (CompleteLines in = CompleteLines.open(file.path())) {
      for (byte[] line = in.next(); line != null && in.end() <= length; line = in.next()) {
        rewrite.copy(line);
      }
    }
    return rewrite.done();
  }

  private void merge(SessionFile file, Waiting waiting, int generation) throws IOException {
    Redactions redactions = new Redactions(waiting.changes());
    observe(file, waiting, redactions);
    if (!Files.exists(file.path())) {
      add(new SessionFileHeader(file.session(), generation, 1).json());
    } else {
      copy(file, waiting.first(), redactions);
    }
    for (Applied change : waiting.changes()) {
      add(redactions.rewritten(ChangeCodec.write(change)));
    }
  }

  private void copy(SessionFile file, long before, Redactions redactions) throws IOException {
    try (CompleteLines in = CompleteLines.open(file.path())) {
      byte[] line = in.next();
      for (boolean header = true; line != null; header = false, line = in.next()) {
        JsonText text = text(file, line);
        if (!header && Redactions.revision(text.members()) >= before) {
          return;
        }
        JsonText rewritten = header ? text : redactions.rewritten(text);
        if (rewritten.equals(text)) {
          copy(line);
        } else {
          add(rewritten);
        }
      }
    }
  }

  private static void observe(SessionFile file, Waiting waiting, Redactions redactions)
      throws IOException {
    if (redactions.needsShapes() && Files.exists(file.path())) {
      try (CompleteLines in = CompleteLines.open(file.path())) {
        in.next();
        for (byte[] line = in.next(); line != null; line = in.next()) {
          Applied change = concerned(text(file, line), waiting.first(), redactions);
          if (change != null) {
            redactions.observe(change);
          }
        }
      }
    }
    List<Applied> changes = waiting.changes();
    changes.forEach(redactions::observe);
  }

  private static @Nullable Applied concerned(JsonText line, long before, Redactions redactions) {
    Map<String, JsonText> members = line.members();
    return redactions.concerns(members) && Redactions.revision(members) < before
        ? (Applied) ChangeCodec.read(line)
        : null;
  }

  /** The lines are our own, which their checksums say. */
  private static JsonText text(SessionFile file, byte[] line) throws SessionFileException {
    byte[] content = CheckedLine.content(line);
    if (content == null) {
      throw new SessionFileException("a line of " + file.path() + " is not what was written");
    }
    return JsonText.trusted(new String(content, StandardCharsets.UTF_8));
  }

  private void add(JsonText content) throws IOException {
    lines.add(content);
    flushIfFull();
  }

  private void copy(byte[] line) throws IOException {
    lines.copy(line);
    flushIfFull();
  }

  private void flushIfFull() throws IOException {
    if (lines.size() >= CHUNK) {
      flush();
    }
  }

  private long done() throws IOException {
    flush();
    return written;
  }

  private void flush() throws IOException {
    written += lines.size();
    disk.write(out, lines.buffer());
    lines.clear();
  }
}
