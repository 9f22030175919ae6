package io.sessionfold.http.console;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** One file of the console, read once. */
final class ConsoleFile {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final byte[] content;
  private final String type;
  private final String tag;

  private ConsoleFile(byte[] content, String type) {
    this.content = content;
    this.type = type;
    this.tag = "\"" + digest(content) + "\"";
  }

  /**
   * The file of that name below the console's resources.
   *
   * @throws IllegalStateException if it is not in the module, or its type is not known
   */
  static ConsoleFile read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream in = ConsoleFile.class.getResourceAsStream("/console/" + name)) {
      if (in == null || type == null) {
        throw new IllegalStateException("console/" + name + " is not a file of the console");
      }
      return new ConsoleFile(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new IllegalStateException("console/" + name + " cannot be read", e);
    }
  }

  byte[] content() {
    return content.clone();
  }

  String type() {
    return type;
  }

  /** Other content has another tag. */
  String tag() {
    return tag;
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
