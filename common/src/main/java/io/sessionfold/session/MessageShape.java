package io.sessionfold.session;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.MessageRedacted;
import io.sessionfold.event.MessageReplaced;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;

/**
 * A message, as far as the default text of its redaction depends on it.
 *
 * @param role the message without anything but its role
 */
record MessageShape(MessageFormat format, JsonText role) {
  /** What is assumed of a message that was not seen. */
  static final MessageShape UNKNOWN = new MessageShape(MessageFormat.OTHER, JsonText.EMPTY_OBJECT);

  static MessageShape of(MessageFormat format, JsonText message) {
    JsonText role = message.kind() == JsonText.Kind.OBJECT ? message.members().get("role") : null;
    return new MessageShape(
        format, role == null ? JsonText.EMPTY_OBJECT : new JsonWriter().add("role", role).done());
  }

  MessageShape replaced(MessageReplaced event) {
    MessageFormat other = event.format();
    return of(other == null ? format : other, event.message());
  }

  /** What stands in place of the message after that redaction. */
  JsonText redactionText(MessageRedacted event) {
    return Message.redactionText(format, role, event);
  }
}
