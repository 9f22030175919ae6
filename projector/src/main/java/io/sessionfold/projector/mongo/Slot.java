package io.sessionfold.projector.mongo;

import io.sessionfold.document.StoredMessage;
import io.sessionfold.session.Message;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A message that a batch appends or may change: decoded only when it is changed. */
final class Slot {
  private final long page;
  private @Nullable StoredMessage stored;
  private @Nullable Message message;

  private Slot(long page, @Nullable StoredMessage stored, @Nullable Message message) {
    this.page = page;
    this.stored = stored;
    this.message = message;
  }

  static Slot of(Message message) {
    return new Slot(message.page(), null, message);
  }

  static Slot of(StoredMessage stored, long page) {
    return new Slot(page, stored, null);
  }

  static List<StoredMessage> stored(List<Slot> slots) {
    return slots.stream().map(Slot::stored).toList();
  }

  void change(UnaryOperator<Message> step) {
    Message before = message;
    if (before == null && stored != null) {
      before = stored.message(page);
    }
    if (before == null) {
      throw new IllegalStateException("a slot holds a message");
    }
    message = step.apply(before);
    stored = null;
  }

  StoredMessage stored() {
    if (stored == null && message != null) {
      stored = StoredMessage.of(message);
    }
    if (stored == null) {
      throw new IllegalStateException("a slot holds a message");
    }
    return stored;
  }

  String agent() {
    return message == null ? stored().agent() : message.agent();
  }

  long index() {
    return message == null ? stored().index() : message.index();
  }

  long page() {
    return page;
  }
}
