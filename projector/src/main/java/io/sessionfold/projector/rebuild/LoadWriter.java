package io.sessionfold.projector.rebuild;

import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink with a thread of its own. Batches are written in the order in which they are given, so
 * that whoever gives a session's changes to one writer keeps their order.
 */
final class LoadWriter implements AutoCloseable {
  private static final int WAITING = 1;
  private final SessionSink sink;
  private final BiConsumer<ChangeBatch, WriteResult> written;

  /** An empty one is the last. */
  private final BlockingQueue<Optional<ChangeBatch>> queue = new ArrayBlockingQueue<>(WAITING);

  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final Thread thread;

  /**
   * Starts it.
   *
   * @param sink stays open
   * @param written is told what became of each batch, on the writer's thread
   */
  LoadWriter(SessionSink sink, String name, BiConsumer<ChangeBatch, WriteResult> written) {
    this.sink = sink;
    this.written = written;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      Optional<ChangeBatch> next = queue.take();
      while (next.isPresent()) {
        ChangeBatch batch = next.get();
        written.accept(batch, Outages.outlast(() -> sink.write(batch)));
        next = queue.take();
      }
      ended.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.completeExceptionally(e);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  /** Gives it a batch; waits while it is busy. */
  void give(ChangeBatch batch) throws InterruptedException {
    put(Optional.of(batch));
    if (ended.isDone()) {
      finish();
    }
  }

  private void put(Optional<ChangeBatch> batch) throws InterruptedException {
    boolean taken = ended.isDone();
    while (!taken) {
      taken = queue.offer(batch, 1, TimeUnit.SECONDS) || ended.isDone();
    }
  }

  /**
   * Waits until all that was given is written.
   *
   * @throws RuntimeException what went wrong
   */
  void finish() throws InterruptedException {
    put(Optional.empty());
    try {
      ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(thread.getName() + " ended", e.getCause());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
