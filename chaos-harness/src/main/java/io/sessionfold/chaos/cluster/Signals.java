package io.sessionfold.chaos.cluster;

import java.io.IOException;

/** Signals that Java cannot send. */
final class Signals {
  private Signals() {}

  static void send(String signal, long pid) {
    try {
      int code =
          new ProcessBuilder(
                  "/bin/sh", "-c", "kill -" + signal + " \"$1\"", "sh", Long.toString(pid))
              .redirectErrorStream(true)
              .start()
              .waitFor();
      if (code != 0 && ProcessHandle.of(pid).isPresent()) {
        throw new IllegalStateException("SIG" + signal + " did not reach process " + pid);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot send SIG" + signal + " to process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
