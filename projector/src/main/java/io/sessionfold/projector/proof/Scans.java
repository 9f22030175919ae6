package io.sessionfold.projector.proof;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All sources read beside each other, each by a thread of its own, into sorted entries. */
final class Scans implements AutoCloseable {
  private static final long STOP_SECONDS = 30;

  private final Map<Source, EntryRuns> runs = new EnumMap<>(Source.class);

  /** Reads everything; a failure of one ends all. */
  Scans(
      JournalLog log,
      List<Projection> projections,
      Map<Integer, Long> ends,
      ProofSettings settings,
      ProofProgress progress) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            projections.size() + 1,
            task -> {
              Thread thread = new Thread(task, "sessionfold-proof");
              thread.setDaemon(true);
              return thread;
            });
    boolean done = false;
    try {
      CompletionService<Source> service = new ExecutorCompletionService<>(threads);
      Consumer<Entry> ofLog = entries(Source.LOG, settings, progress);
      service.submit(() -> log.scan(ends, settings.sample(), ofLog, progress::records), Source.LOG);
      for (Projection projection : projections) {
        Consumer<Entry> entries = entries(projection.source(), settings, progress);
        service.submit(() -> projection.scan(settings.sample(), entries), projection.source());
      }
      for (int i = 0; i <= projections.size(); i++) {
        await(service);
      }
      done = true;
    } finally {
      stop(threads);
      if (!done) {
        close();
      }
    }
  }

  private Consumer<Entry> entries(Source source, ProofSettings settings, ProofProgress progress) {
    EntryRuns sorted = new EntryRuns(settings.budget().scratch(), settings.heldEntries());
    runs.put(source, sorted);
    return entry -> {
      sorted.add(entry);
      progress.session(source);
    };
  }

  private static void await(CompletionService<Source> service) {
    try {
      Source unused = service.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProofException("interrupted");
    }
  }

  private static void stop(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a thread of the proof does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Session by session. */
  ThreeWayJoin join() {
    Map<Source, Iterator<Entry>> sorted = new EnumMap<>(Source.class);
    runs.forEach((source, entries) -> sorted.put(source, entries.sorted()));
    return new ThreeWayJoin(sorted);
  }

  @Override
  public void close() {
    runs.values().forEach(EntryRuns::close);
  }
}
