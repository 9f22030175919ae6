package io.sessionfold.query.valid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** What was said in messages beside calls and results; on its own, as {@link StrictPairs}. */
final class Said {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Said() {}

  static List<String> in(List<String> messages) {
    List<String> said = new ArrayList<>();
    for (String message : messages) {
      try {
        add(said, JSON.readTree(message));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return said;
  }

  private static void add(List<String> said, JsonNode message) {
    JsonNode content = message.has("parts") ? message.get("parts") : message.path("content");
    if (content.isArray()) {
      for (JsonNode block : content) {
        if (!isTool(block)) {
          said.add(block.toString());
        }
      }
    } else if (content.isTextual() && !message.path("role").asText().equals("tool")) {
      said.add(content.asText());
    }
  }

  private static boolean isTool(JsonNode block) {
    String type = block.path("type").asText();
    return block.has("toolUse")
        || block.has("toolResult")
        || block.has("functionCall")
        || block.has("functionResponse")
        || type.equals("tool_use")
        || type.equals("tool_result");
  }
}
