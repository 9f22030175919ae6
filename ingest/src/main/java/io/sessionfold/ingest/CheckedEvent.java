package io.sessionfold.ingest;

/**
 * An event that an {@link EventPublisher} has checked, with its whole envelope: what is published
 * of it has this id and time, however often and whenever it is published. Immutable.
 */
public final class CheckedEvent {
  private final OutgoingEvent event;

  CheckedEvent(OutgoingEvent event) {
    this.event = event;
  }

  OutgoingEvent event() {
    return event;
  }

  /** What it is, never its content. */
  @Override
  public String toString() {
    return event.toString();
  }
}
