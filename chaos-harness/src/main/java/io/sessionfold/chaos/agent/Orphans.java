package io.sessionfold.chaos.agent;

import java.io.IOException;

/** Ends a process together with the one that started it. */
public final class Orphans {
  private Orphans() {}

  /** Halts this JVM when its standard input ends, which it does when its parent is gone. */
  public static void endWithStandardInput() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nobody writes; only the end matters.
                }
              } catch (IOException e) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(98);
            },
            "chaos-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
