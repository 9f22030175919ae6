package io.sessionfold.projector.mongo;

import io.sessionfold.event.SessionEvent;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Message;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change to a message that is there already.
 *
 * @param index of the message among its agent's
 * @param page that the message is on
 */
record MessageEdit(
    long revision, String agent, long index, long page, UnaryOperator<Message> step) {
  /** What the event does to its message; {@code null} if it is about none. */
  static @Nullable MessageEdit of(Applied change, SessionEvent event) {
    UnaryOperator<Message> step = Message.step(event, change.event().time());
    return step == null
        ? null
        : new MessageEdit(
            change.revision(),
            Objects.requireNonNull(change.agent()),
            Objects.requireNonNull(change.index()),
            Objects.requireNonNull(change.page()),
            step);
  }
}
