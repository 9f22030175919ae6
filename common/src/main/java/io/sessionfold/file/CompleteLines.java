package io.sessionfold.file;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The complete lines of a file as bytes, one in memory at a time. What stands after the last line
 * end is not a line but a torn tail. Not thread-safe.
 */
public final class CompleteLines implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int next;
  private int limit;
  private long end;
  private boolean torn;

  private CompleteLines(InputStream in) {
    this.in = in;
  }

  /** Reads from the beginning. */
  public static CompleteLines open(Path file) throws IOException {
    return new CompleteLines(Files.newInputStream(file));
  }

  /** The next line without its end; {@code null} after the last complete one. */
  public byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    while (true) {
      int lineEnd = lineEnd();
      line.write(chunk, next, lineEnd - next);
      next = lineEnd;
      if (next < limit) {
        next++;
        end += line.size() + 1L;
        return line.toByteArray();
      }
      limit = in.read(chunk);
      next = 0;
      if (limit <= 0) {
        limit = 0;
        torn = line.size() > 0;
        return null;
      }
    }
  }

  /** The offset after the last line that was returned, its end included. */
  public long end() {
    return end;
  }

  /** Whether something stood after the last complete line; known when {@link #next} had none. */
  public boolean torn() {
    return torn;
  }

  private int lineEnd() {
    int i = next;
    while (i < limit && chunk[i] != '\n') {
      i++;
    }
    return i;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
