package io.sessionfold.benchmarks;

import io.sessionfold.journal.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** The positions of a run's events, in parts of equal size, as the broker acknowledges them. */
final class Acknowledgements {
  private final int events;
  private final List<Part> parts;
  private int added;

  Acknowledgements(int events, int parts) {
    this.events = events;
    this.parts =
        IntStream.range(0, parts)
            .mapToObj(i -> new Part(end(i + 1, parts) - end(i, parts)))
            .toList();
  }

  private int end(int part, int of) {
    return (int) ((long) events * part / of);
  }

  private int part(int event) {
    return (int) (((long) (event + 1) * parts.size() - 1) / events);
  }

  /** Whether the next event is the first of its part. */
  boolean atBeginning() {
    return added == 0 || part(added) != part(added - 1);
  }

  /** Adds the next event; called by the thread that publishes. */
  void add(CompletionStage<Position> published) {
    Part part = parts.get(part(added));
    added++;
    var unused = published.whenComplete(part::acknowledged);
  }

  /** The position of each part, complete when all its events are acknowledged. */
  List<CompletableFuture<Position>> positions() {
    return parts.stream().map(part -> part.position).toList();
  }

  void failed(Throwable reason) {
    parts.forEach(part -> part.position.completeExceptionally(reason));
  }

  private static final class Part {
    private final CompletableFuture<Position> position = new CompletableFuture<>();
    private Position merged = Position.NONE;
    private int missing;

    Part(int events) {
      this.missing = events;
    }

    synchronized void acknowledged(Position published, Throwable failure) {
      if (failure != null) {
        position.completeExceptionally(failure);
        return;
      }
      merged = merged.merge(published);
      missing--;
      if (missing == 0) {
        position.complete(merged);
      }
    }
  }
}
