package io.sessionfold.ingest;

import org.jspecify.annotations.Nullable;

/**
 * A valid event that was not acknowledged. Publishing it again with the same id and source is
 * always safe, whatever became of the first attempt: the projector applies it once.
 */
public final class PublishFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final PublishFailure failure;
  private final String id;
  private final String source;
  private final boolean mayBeStored;

  PublishFailedException(
      PublishFailure failure,
      EventId event,
      boolean sent,
      String servers,
      @Nullable Throwable cause) {
    super(message(failure, event, sent, servers), cause);
    this.failure = failure;
    this.id = event.id();
    this.source = event.source();
    this.mayBeStored = sent;
  }

  /** Why. */
  public PublishFailure failure() {
    return failure;
  }

  /** Whether publishing again may succeed without anybody changing anything else. */
  public boolean retriable() {
    return failure.retriable();
  }

  /** Whether the event may be in the event log all the same; if not, it certainly is not. */
  public boolean mayBeStored() {
    return mayBeStored;
  }

  /** The id to publish it again with. */
  public String id() {
    return id;
  }

  /** The source to publish it again with. */
  public String source() {
    return source;
  }

  private static String message(
      PublishFailure failure, EventId event, boolean sent, String servers) {
    return "%s %s for session %s to %s at %s: %s; %s. %s"
        .formatted(
            event.type().wireName(),
            event.id(),
            event.session(),
            event.type().topic().topicName(),
            servers,
            failure.what(),
            failure.remedy(),
            sent
                ? "It may be stored; publishing it again with the same id is safe."
                : "It was not sent.");
  }
}
