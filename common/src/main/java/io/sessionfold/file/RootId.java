package io.sessionfold.file;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that says which root of session files this is: {@code {format, version, id}}. The id is
 * made once and stays; by it two roots that should be one are told apart.
 */
public final class RootId {
  private static final String FORMAT = "sessionfold.root";
  private static final int VERSION = 1;

  private RootId() {}

  /** The content of the file for a new root. */
  public static JsonText json(String id) {
    return new JsonWriter().add("format", FORMAT).add("version", VERSION).add("id", id).done();
  }

  /**
   * Reads the id.
   *
   * @throws java.nio.file.NoSuchFileException if the root has none yet, or is not there
   * @throws IOException if it cannot be read, or is no such file
   */
  public static String read(SessionFilePaths paths) throws IOException {
    Path file = paths.rootIdentity();
    byte[] content = Files.readAllBytes(file);
    try {
      JsonText json = JsonText.parse(content);
      JsonText id = json.members().get("id");
      if (id != null && JsonText.of(FORMAT).equals(json.members().get("format"))) {
        return id.string();
      }
    } catch (JsonSyntaxException | IllegalStateException e) {
      throw new IOException(unreadable(file), e);
    }
    throw new IOException(unreadable(file));
  }

  private static String unreadable(Path file) {
    return file + " is not the identity of a Sessionfold root: restore it, or use another root";
  }
}
