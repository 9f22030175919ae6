package io.sessionfold.file;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.Map;
import java.util.Optional;

/**
 * The first line of a session's file: whose it is, so that no name has to be trusted. The format is
 * frozen as version 1; members may be added.
 *
 * @param generation the build of the projection that the file belongs to
 * @param from the revision of the line after it: 1, or that of the deletion, which is then the only
 *     line
 */
public record SessionFileHeader(SessionKey session, int generation, long from) {
  /** What the member {@code format} says. */
  public static final String FORMAT = "sessionfold.session";

  /** The version that is written, and the only one that is read. */
  public static final int VERSION = 1;

  /** The line, without its end. */
  public JsonText json() {
    return new JsonWriter()
        .add("format", FORMAT)
        .add("version", VERSION)
        .add("session", session.toString())
        .add("generation", generation)
        .add("from", from)
        .done();
  }

  /** Reads a first line; empty if it is not one of this version. */
  public static Optional<SessionFileHeader> read(JsonText line) {
    if (line.kind() != JsonText.Kind.OBJECT) {
      return Optional.empty();
    }
    Map<String, JsonText> m = line.members();
    if (!JsonText.of(FORMAT).equals(m.get("format"))
        || !JsonText.of(VERSION).equals(m.get("version"))) {
      return Optional.empty();
    }
    try {
      return SessionKey.parse(get(m, "session").string())
          .map(
              key ->
                  new SessionFileHeader(
                      key,
                      Math.toIntExact(get(m, "generation").integer()),
                      get(m, "from").integer()));
    } catch (IllegalStateException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Whether a first line is of this format, and of a version that only a later release reads. */
  static boolean isLater(JsonText line) {
    if (line.kind() != JsonText.Kind.OBJECT) {
      return false;
    }
    Map<String, JsonText> m = line.members();
    JsonText version = get(m, "version");
    return JsonText.of(FORMAT).equals(m.get("format"))
        && version.kind() == JsonText.Kind.NUMBER
        && !JsonText.of(VERSION).equals(version);
  }

  private static JsonText get(Map<String, JsonText> m, String name) {
    return m.getOrDefault(name, JsonText.NULL);
  }
}
