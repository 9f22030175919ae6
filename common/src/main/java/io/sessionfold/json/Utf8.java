package io.sessionfold.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What UTF-8 can hold, and how long it is. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The number of bytes of {@code text} in UTF-8; an unpaired surrogate, which has no form there,
   * counts as the replacement character U+FFFD.
   */
  public static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes++;
      } else {
        bytes += 2;
        if (isPair(text, i, c)) {
          // Two chars, four bytes: the second one is paid for.
          i++;
        }
      }
    }
    return bytes;
  }

  /** Whether every surrogate in {@code text} is half of a pair, so that UTF-8 can hold it. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i, c)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** The text, strictly; empty if the bytes are not UTF-8. */
  public static Optional<String> decode(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    return malformedAt(utf8, text) < 0 ? Optional.of(text) : Optional.empty();
  }

  /**
   * Where the bytes stop being UTF-8, or -1 if all of them are.
   *
   * @param lenient what a lenient decoder made of them: every malformed sequence became U+FFFD, so
   *     that only where there is one a second look is needed
   */
  static int malformedAt(byte[] utf8, String lenient) {
    if (lenient.indexOf('\uFFFD') < 0) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    return StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError() ? in.position() : -1;
  }

  private static boolean isPair(String text, int i, char c) {
    return Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
