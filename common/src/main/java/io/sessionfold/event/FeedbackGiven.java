package io.sessionfold.event;

import io.sessionfold.json.JsonText;

/**
 * Somebody said what they think of a session or a message. Open: it is kept as it was published.
 *
 * @param data an object with {@code rating}: {@code up}, {@code down} or null, and any others
 */
public record FeedbackGiven(JsonText data) implements SessionEvent {
  static FeedbackGiven read(JsonText data) {
    return new FeedbackGiven(data);
  }

  @Override
  public EventType type() {
    return EventType.FEEDBACK_GIVEN;
  }

  @Override
  public <R> R accept(EventVisitor<R> visitor) {
    return visitor.feedback(this);
  }
}
