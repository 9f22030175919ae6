package io.sessionfold.file;

import io.sessionfold.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A line of a session's file with its checksum, which finds a byte that changed while nobody wrote.
 *
 * <p>The checksum is the last member of the line, {@code "crc32c"}: eight hexadecimal digits of the
 * CRC-32C (Castagnoli) of the UTF-8 bytes that the line has without that member. Lines of earlier
 * releases have none, and are believed.
 */
public final class CheckedLine {
  private static final byte[] MEMBER = ",\"crc32c\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 8;

  /** The member, a quote and a brace, which the content has as well. */
  private static final int ADDED = MEMBER.length + DIGITS + 1;

  private CheckedLine() {}

  /**
   * The line with its checksum, without a line end.
   *
   * @param content an object that has a member
   */
  public static byte[] of(JsonText content) {
    byte[] bytes = content.utf8();
    byte[] line = Arrays.copyOf(bytes, bytes.length + ADDED);
    int at = bytes.length - 1;
    System.arraycopy(MEMBER, 0, line, at, MEMBER.length);
    at += MEMBER.length;
    byte[] digits = digits(bytes);
    System.arraycopy(digits, 0, line, at, DIGITS);
    line[line.length - 2] = '"';
    line[line.length - 1] = '}';
    return line;
  }

  /** Whether a line has a checksum, right or wrong. */
  public static boolean hasChecksum(byte[] line) {
    int at = line.length - 1 - ADDED;
    return at > 0
        && Arrays.equals(line, at, at + MEMBER.length, MEMBER, 0, MEMBER.length)
        && line[line.length - 2] == '"'
        && line[line.length - 1] == '}';
  }

  /**
   * What was given to {@link #of}; the line itself if it has no checksum; {@code null} if the
   * checksum is that of another content.
   */
  public static byte @Nullable [] content(byte[] line) {
    if (!hasChecksum(line)) {
      return line;
    }
    byte[] content = Arrays.copyOf(line, line.length - ADDED);
    content[content.length - 1] = '}';
    int from = line.length - 2 - DIGITS;
    byte[] digits = digits(content);
    return Arrays.equals(line, from, from + DIGITS, digits, 0, DIGITS) ? content : null;
  }

  private static byte[] digits(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return HexFormat.of()
        .toHexDigits((int) checksum.getValue())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
