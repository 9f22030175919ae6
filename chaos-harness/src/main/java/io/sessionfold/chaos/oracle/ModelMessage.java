package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A message of a session, as it must be. */
final class ModelMessage {
  final long seq;
  final String agent;
  final long index;
  final String eventId;
  final String source;
  final long page;
  String format;
  JsonNode text;
  @Nullable JsonNode redactText;
  @Nullable JsonNode eventLoopMetrics;

  ModelMessage(
      long seq, String agent, long index, long page, String eventId, String source, JsonNode data) {
    this.seq = seq;
    this.agent = agent;
    this.index = index;
    this.page = page;
    this.eventId = eventId;
    this.source = source;
    this.format = data.path("format").asText();
    this.text = data.path("message");
  }

  void redact(JsonNode data) {
    JsonNode given = data.get("redact_message");
    text = given == null ? defaultText() : given;
    redactText = text;
  }

  void replace(JsonNode data) {
    format = data.path("format").asText(format);
    text = data.path("message");
    redactText = null;
  }

  private JsonNode defaultText() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("role", text.path("role").asText("assistant"));
    switch (format) {
      case "strands" -> message.putArray("content").addObject().put("text", "[redacted]");
      case "anthropic" ->
          message.putArray("content").addObject().put("type", "text").put("text", "[redacted]");
      default -> message.put("content", "[redacted]");
    }
    return message;
  }
}
