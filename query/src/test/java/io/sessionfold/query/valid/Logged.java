package io.sessionfold.query.valid;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import io.sessionfold.testkit.EventLog;
import java.util.ArrayList;
import java.util.List;

/** Messages as a session has them, of one agent. */
public final class Logged {
  public static final String AGENT = "concierge";

  private Logged() {}

  public static List<Message> messages(String format, List<JsonText> texts) {
    return messages(format, 0, texts);
  }

  public static List<Message> messages(String format, long firstIndex, List<JsonText> texts) {
    List<Message> messages = new ArrayList<>();
    for (JsonText text : texts) {
      long index = firstIndex + messages.size();
      messages.add(message(MessageFormat.named(format), index, text));
    }
    return messages;
  }

  private static Message message(MessageFormat format, long index, JsonText text) {
    return new Message(
        index + 1,
        AGENT,
        index,
        0,
        "m" + index,
        "/tests",
        EventLog.BEGINNING,
        EventLog.BEGINNING,
        EventLog.BEGINNING,
        format,
        text,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
