package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.query.parts.ResultBlock;
import java.util.Map;

/** Who says a message, as far as the order of a conversation depends on it. */
enum Speaker {
  SYSTEM,
  USER,
  /** The model, under whatever name: a role may be that of a persona. */
  MODEL,
  /** What brings results, and is not the user. */
  TOOL;

  static Speaker of(Map<String, JsonText> message) {
    String role = LenientJson.string(message, "role");
    if (role == null) {
      return ResultBlock.of(message) == null ? MODEL : TOOL;
    }
    return switch (role) {
      case "system", "developer" -> SYSTEM;
      case "user" -> USER;
      case "tool", "function" -> TOOL;
      default -> MODEL;
    };
  }
}
