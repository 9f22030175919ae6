package io.sessionfold.chaos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What a process has fsynced, so that a loss of power can be played: all that is beyond it may be
 * gone. Lines of {@code millis TAB what TAB path [TAB length]}; {@code opened}, {@code synced},
 * {@code cut}, {@code moved}, {@code directory}.
 */
public final class Ledger {
  private static final Map<FileChannel, Path> OPEN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Ledger() {}

  /** A file was opened. */
  public static void opened(FileChannel channel, Path file) {
    OPEN.put(channel, file);
    write("opened", file.toString());
  }

  /** A file's content and length are durable. */
  public static void synced(FileChannel channel) throws IOException {
    Path file = OPEN.get(channel);
    if (file != null) {
      write("synced", file + "\t" + channel.size());
    }
  }

  /** A file has become shorter. */
  public static void cut(FileChannel channel, long length) {
    Path file = OPEN.get(channel);
    if (file != null) {
      write("cut", file + "\t" + length);
    }
  }

  /** A file has another name. */
  public static void moved(Path from, Path to) {
    write("moved", from + "\t" + to);
  }

  /** The names in a directory are durable. */
  public static void directory(Path directory) {
    write("directory", directory.toString());
  }

  private static synchronized void write(String what, String rest) {
    Path file = Control.ledger();
    if (file == null) {
      return;
    }
    try {
      Files.write(
          file,
          (System.currentTimeMillis() + "\t" + what + "\t" + rest + "\n")
              .getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
