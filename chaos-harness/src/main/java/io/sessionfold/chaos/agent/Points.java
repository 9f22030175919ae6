package io.sessionfold.chaos.agent;

import io.sessionfold.chaos.agent.Control.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Called by the woven classes. Public, since they are of other packages. */
public final class Points {
  private Points() {}

  /** A point is passed. */
  public static void pass(String point) {
    act(Control.passes(point));
  }

  /** Before, and after, a bulk of the Mongo sink. */
  public static void beforeBulk(String doing, Collection<?> operations) {
    if (doing.equals("writing pages") && !operations.isEmpty()) {
      pass(Point.MID_PAGE_MOVE.wireName());
    }
  }

  /** Before bytes are written: the disk may be full, or the process may end in the middle. */
  public static void beforeBytes(FileChannel file, ByteBuffer bytes) throws IOException {
    if (Control.isDiskFull()) {
      half(file, bytes);
      throw new IOException("No space left on device");
    }
    Action action = Control.passes(Point.MID_FILE_APPEND.wireName());
    if (action != null) {
      half(file, bytes);
      act(action);
    }
  }

  /** Before anything else that needs room on the disk. */
  public static void beforeRoom() throws IOException {
    if (Control.isDiskFull()) {
      throw new IOException("No space left on device");
    }
  }

  private static void half(FileChannel file, ByteBuffer bytes) throws IOException {
    ByteBuffer half = bytes.duplicate();
    half.limit(half.position() + half.remaining() / 2);
    while (half.hasRemaining()) {
      int written = file.write(half);
      if (written == 0) {
        Thread.onSpinWait();
      }
    }
    bytes.position(half.position());
  }

  private static void act(@Nullable Action action) {
    if (action != null) {
      System.err.println("chaos agent: " + action);
    }
    if (action == Action.KILL) {
      // No hook runs and nothing is flushed: to what the process leaves behind it is SIGKILL.
      Runtime.getRuntime().halt(137);
    } else if (action == Action.STOP) {
      stop();
    }
  }

  /** The signal stops every thread of this process, the one that waits for the shell included. */
  private static void stop() {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -STOP \"$1\"", "sh", pid).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("the process cannot stop itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
