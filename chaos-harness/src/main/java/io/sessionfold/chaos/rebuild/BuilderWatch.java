package io.sessionfold.chaos.rebuild;

import io.sessionfold.chaos.fault.Pause;
import io.sessionfold.chaos.oracle.Generations;
import java.time.Duration;

/** Looks all the while whether more than one generation is being built. */
final class BuilderWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final Store store;
  private final Notes notes;
  private final Thread thread = new Thread(this::run, "watch-builders");
  private volatile boolean closed;

  private BuilderWatch(String mongoUri, Notes notes) {
    this.store = new Store(mongoUri);
    this.notes = notes;
  }

  static BuilderWatch start(String mongoUri, Notes notes) {
    BuilderWatch started = new BuilderWatch(mongoUri, notes);
    started.thread.setDaemon(true);
    started.thread.start();
    return started;
  }

  private void run() {
    while (!closed && isAlone()) {
      Pause.of(EVERY);
    }
  }

  /** Whether at most one is being built; what is wrong is noted. */
  boolean isAlone() {
    Generations now = store.look();
    if (now.building().size() > 1) {
      notes.wrong("generations " + now.building() + " are built at the same time");
      return false;
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
