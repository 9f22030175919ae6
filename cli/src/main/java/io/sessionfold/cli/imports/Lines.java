package io.sessionfold.cli.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, so that a line that is not UTF-8 is that line's error alone. */
final class Lines {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long read;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; {@code null} after the last. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (at == end && !fill()) {
        return line.size() == 0 ? null : line.toByteArray();
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (at < end) {
        at++;
        return line.toByteArray();
      }
    }
  }

  /** How many bytes of the file the lines so far take. */
  long bytes() {
    return read - (end - at);
  }

  private boolean fill() throws IOException {
    end = Math.max(in.read(buffer), 0);
    at = 0;
    read += end;
    return end > 0;
  }
}
