package io.sessionfold.ingest;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Position;
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
  private final CompletableFuture<Position> stage = new CompletableFuture<>();
  private final Thread caller = Thread.currentThread();

  // Used by the calling thread alone.
  private boolean sent;
  private @Nullable Exception notSent;

  PendingPublish(
      IngressTopic topic,
      Function<Throwable, PublishFailedException> failures,
      Completions completions) {
    this.topic = topic;
    this.failures = failures;
    this.completions = completions;
  }

  @Override
  public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
    if (exception == null) {
      Position position = Position.of(topic, metadata.partition(), metadata.offset());
      completions.execute(() -> stage.complete(position));
    } else if (Thread.currentThread() == caller && !sent) {
      notSent = exception;
    } else {
      completions.execute(() -> stage.completeExceptionally(failures.apply(exception)));
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
