package io.sessionfold.session;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which message a change appends or changes. */
record MessagePlace(String agent, long index) {
  /** That of a change; {@code null} if it is about no message. */
  static @Nullable MessagePlace of(Applied change) {
    return change.agent() == null || change.index() == null
        ? null
        : new MessagePlace(change.agent(), change.index());
  }

  /** The same of a change that is not decoded. */
  static @Nullable MessagePlace of(Map<String, JsonText> line) {
    JsonText agent = line.get("agent");
    JsonText index = line.get("index");
    return agent == null || index == null
        ? null
        : new MessagePlace(agent.string(), index.integer());
  }
}
