package io.sessionfold.query.valid;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message of the view.
 *
 * @param original the message that it comes from; absent if the view made it
 * @param message what the API is given: the text of the original, byte for byte, unless repaired
 */
public record ValidMessage(
    @Nullable Message original, String agent, MessageFormat format, JsonText message) {
  static ValidMessage of(Message original, JsonText message) {
    return new ValidMessage(original, original.agent(), original.format(), message);
  }

  /** Whether it is other than what was said. */
  public boolean repaired() {
    return original == null || !original.message().equals(message);
  }
}
