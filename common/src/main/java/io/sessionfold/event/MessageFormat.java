package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose message shape a message has. */
public enum MessageFormat {
  STRANDS("strands", "{\"role\":%s,\"content\":[{\"text\":\"[redacted]\"}]}"),
  OPENAI_CHAT("openai.chat", "{\"role\":%s,\"content\":\"[redacted]\"}"),
  OPENAI_RESPONSES(
      "openai.responses",
      "{\"type\":\"message\",\"role\":%s,\"content\":[{\"type\":\"output_text\","
          + "\"text\":\"[redacted]\"}]}"),
  ANTHROPIC("anthropic", "{\"role\":%s,\"content\":[{\"type\":\"text\",\"text\":\"[redacted]\"}]}"),
  GEMINI("gemini", "{\"role\":%s,\"parts\":[{\"text\":\"[redacted]\"}]}"),
  OTHER("other", "{\"role\":%s,\"content\":\"[redacted]\"}");

  private static final Map<String, MessageFormat> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(MessageFormat::wireName, f -> f));

  private final String wireName;
  private final String redaction;

  MessageFormat(String wireName, String redaction) {
    this.wireName = wireName;
    this.redaction = redaction;
  }

  /** The name in events. */
  public String wireName() {
    return wireName;
  }

  /** What stands in place of a redacted message when the redaction brings no text of its own. */
  public JsonText redacted(JsonText role) {
    boolean input = this == OPENAI_RESPONSES && !role.string().equals("assistant");
    String shape = input ? redaction.replace("output_text", "input_text") : redaction;
    return JsonText.trusted(shape.replace("%s", role.toString()));
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MessageFormat named(String wireName) {
    MessageFormat format = BY_NAME.get(wireName);
    if (format == null) {
      throw new IllegalArgumentException("unknown message format");
    }
    return format;
  }
}
