package io.sessionfold.query.valid;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.SessionJson;
import io.sessionfold.session.Message;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /**
   * The message as {@link SessionJson#message} gives it, with {@code "repaired":true} if it is. One
   * that the view made has no more than {@code agent}, {@code format} and {@code message}.
   */
  public JsonText json() {
    Map<String, JsonText> members = new LinkedHashMap<>();
    if (original == null) {
      members.put("agent", JsonText.of(agent));
      members.put("format", JsonText.of(format.wireName()));
      members.put("message", message);
    } else {
      members.putAll(SessionJson.message(original).members());
      members.put("message", message);
    }
    if (repaired()) {
      members.put("repaired", JsonText.trusted("true"));
    }
    return JsonWriter.object(members);
  }
}
