package io.sessionfold.ingest;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Position;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way. The producer reports two kinds of failure through the same callback: of an
 * event that never got into its buffer, on the calling thread before {@code send} returns, and of
 * one that did, later.
 */
final class PendingPublish implements Callback {
  private final IngressTopic topic;
  private final Function<Throwable, PublishFailedException> failures;
  private final Completions completions;
  private final boolean entered;
  private final CompletableFuture<Position> stage = new CompletableFuture<>();
  private final Thread caller = Thread.currentThread();

  // Used by the calling thread alone.
  private boolean sent;
  private @Nullable Exception notSent;

  /** An event on its way, for which there is room among the completions. */
  PendingPublish(
      IngressTopic topic,
      Function<Throwable, PublishFailedException> failures,
      Completions completions,
      Duration maxBlock) {
    this.topic = topic;
    this.failures = failures;
    this.completions = completions;
    this.entered = completions.enter(maxBlock);
  }

  @Override
  public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
    if (exception == null) {
      Position position = Position.of(topic, metadata.partition(), metadata.offset());
      complete(() -> stage.complete(position));
    } else if (Thread.currentThread() == caller && !sent) {
      notSent = exception;
    } else {
      complete(() -> stage.completeExceptionally(failures.apply(exception)));
    }
  }

  private void complete(Runnable completion) {
    completions.execute(
        () -> {
          // What the stage sets off may publish again, and finds the room that this one had.
          leave();
          completion.run();
        });
  }

  /** The room is given back; called once, by whoever ends it. */
  void leave() {
    if (entered) {
      completions.leave();
    }
  }

  /** Called when {@code send} has returned: why the event is not in the buffer, if it is not. */
  @Nullable Exception sent() {
    sent = true;
    return notSent;
  }

  CompletableFuture<Position> stage() {
    return stage;
  }
}
