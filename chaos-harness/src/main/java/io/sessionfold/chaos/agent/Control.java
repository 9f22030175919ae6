package io.sessionfold.chaos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The directory through which a running process is told what to do, and the side that is told.
 *
 * <ul>
 *   <li>{@code armed}: a point, how many times it is passed before, and {@code kill} or {@code
 *       stop}. It is removed when it fires, so that a restarted process does not fire again.
 *   <li>{@code quota}: there while the disk is full.
 *   <li>{@code ledger}: written by the process, see {@link Ledger}.
 * </ul>
 */
public final class Control {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static @Nullable Path directory;
  private static long lookedAt;
  private static @Nullable Armed armed;

  /** What the process does at a point. */
  public enum Action {
    /** Ends as by SIGKILL. */
    KILL,
    /** Stops as by SIGSTOP, until it is sent SIGCONT. */
    STOP
  }

  /** What is to happen. */
  record Armed(String point, int passes, Action action) {}

  private Control() {}

  static void begin(Path at) {
    directory = at;
  }

  /** Arms a point of the process whose directory that is. */
  public static void arm(Path directory, String point, int passes, Action action) {
    Path file = directory.resolve("armed");
    Path temporary = directory.resolve("armed.tmp");
    try {
      Files.writeString(temporary, point + "\n" + passes + "\n" + action);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot arm " + point, e);
    }
  }

  /** Whether what was armed has not fired yet. */
  public static boolean isArmed(Path directory) {
    return Files.exists(directory.resolve("armed"));
  }

  /** Takes back what is armed. */
  public static void disarm(Path directory) {
    delete(directory.resolve("armed"));
  }

  /** Lets the disk of the process be full, or have room again. */
  public static void diskFull(Path directory, boolean full) {
    Path file = directory.resolve("quota");
    if (!full) {
      delete(file);
      return;
    }
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill the disk", e);
    }
  }

  static boolean isDiskFull() {
    return directory != null && Files.exists(directory.resolve("quota"));
  }

  /** What is to happen now that a point is passed, if anything. */
  static synchronized @Nullable Action passes(String point) {
    look();
    if (armed == null || !armed.point().equals(point)) {
      return null;
    }
    if (armed.passes() > 0) {
      armed = new Armed(point, armed.passes() - 1, armed.action());
      return null;
    }
    Action action = armed.action();
    armed = null;
    disarm(Objects.requireNonNull(directory));
    return action;
  }

  static @Nullable Path ledger() {
    return directory == null ? null : ledger(directory);
  }

  /** Where the process whose directory that is writes what it has fsynced. */
  public static Path ledger(Path directory) {
    return directory.resolve("ledger");
  }

  private static void look() {
    long now = System.nanoTime();
    if (directory == null || now - lookedAt < LOOK_EVERY_NANOS) {
      return;
    }
    lookedAt = now;
    Path file = directory.resolve("armed");
    if (!Files.exists(file)) {
      armed = null;
    } else if (armed == null) {
      armed = read(file);
    }
  }

  private static @Nullable Armed read(Path file) {
    try {
      String[] lines = Files.readString(file).split("\n", -1);
      return new Armed(lines[0], Integer.parseInt(lines[1]), Action.valueOf(lines[2]));
    } catch (IOException e) {
      return null; // It was taken back in this moment.
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
