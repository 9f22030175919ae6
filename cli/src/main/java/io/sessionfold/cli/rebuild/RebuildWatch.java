package io.sessionfold.cli.rebuild;

import io.sessionfold.cli.Console;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.GenerationStatus.Load;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells on standard error how far a rebuild is: a line where a person looks on, else its states.
 */
public final class RebuildWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 1_000;

  private final Console console;
  private final GenerationRegistry registry;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "rebuild-watch");
  private String said = "";

  private RebuildWatch(Console console, GenerationRegistry registry) {
    this.console = console;
    this.registry = registry;
  }

  /** Begins to tell. */
  public static RebuildWatch start(Console console, GenerationRegistry registry) {
    RebuildWatch watch = new RebuildWatch(console, registry);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      registry.all().stream()
          .filter(status -> status.state() != null && status.state().isBuilding())
          .findFirst()
          .ifPresent(this::tell);
    } catch (StoreUnavailableException e) {
      console.bar("MongoDB is away; the rebuild waits");
    }
  }

  private void tell(GenerationStatus status) {
    String line = "generation " + status.generation() + " is " + status.state();
    if (!line.equals(said)) {
      console.endBar();
      console.say(line);
      said = line;
    }
    Load load = status.load();
    if (load != null && status.state() == GenerationState.LOADING && console.watched()) {
      console.bar(
          line + ": " + GenerationText.progress(load) + (status.paused() ? ", paused" : ""));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.endBar();
  }
}
