package io.sessionfold.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Session ids and users as names of files and directories, safe on every file system: where case
 * does not count, where Unicode is normalised, and where device names are reserved.
 *
 * <p>Lower-case letters, digits, {@code -}, {@code _}, {@code @}, {@code +} and {@code =} stay as
 * they are, so most ids do. Everything else is percent-encoded, byte by byte of its UTF-8, in
 * lower-case hexadecimal ({@code %41} for {@code A}, {@code %2e} for a dot); an unpaired surrogate
 * is {@code %u} and four digits, the empty id a single {@code %}. A hyphen at the beginning and the
 * first letter of a reserved device name are encoded too. So a name is ASCII without upper case,
 * dots, separators and spaces, and no two ids have the same name.
 *
 * <p>A name that would be longer than {@value #LONGEST} bytes is {@code ~} and the SHA-256 of the
 * long name: which id it stands for is told only by the first line of the file.
 */
public final class FileNames {
  /** Leaves room for suffixes below the 255 bytes that file systems allow. */
  private static final int LONGEST = 200;

  private static final String EMPTY = "%";
  private static final String HASHED = "~";
  private static final String KEPT = "-_@+=";
  private static final HexFormat HEX = HexFormat.of();

  /** Names that Windows gives to devices, whatever suffix follows. */
  private static final Set<String> DEVICES =
      Set.of(
          "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
          "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
          "lpt8", "lpt9");

  private FileNames() {}

  /** The file name, without suffix, of any session id or user. */
  public static String encode(String id) {
    String name = escaped(id);
    return name.length() <= LONGEST ? name : HASHED + HEX.formatHex(sha256(name));
  }

  /** The id of a name; empty for a hashed one and for what is not a name that we give. */
  public static Optional<String> decode(String name) {
    if (name.startsWith(HASHED) || name.length() > LONGEST) {
      return Optional.empty();
    }
    return unescaped(name).filter(id -> escaped(id).equals(name));
  }

  /**
   * The directory, two hexadecimal digits, that the file of a session is in: the first byte of the
   * SHA-256 of the id as it is encoded, before any shortening.
   */
  public static String shard(String id) {
    return HEX.toHexDigits(sha256(escaped(id))[0]);
  }

  private static String escaped(String id) {
    if (id.isEmpty()) {
      return EMPTY;
    }
    boolean device = DEVICES.contains(id);
    StringBuilder out = new StringBuilder(id.length() + 16);
    for (int i = 0; i < id.length(); ) {
      int c = id.codePointAt(i);
      if (isKept(c) && !(i == 0 && (device || c == '-'))) {
        out.append((char) c);
      } else {
        escape(out, c);
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isKept(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || KEPT.indexOf(c) >= 0;
  }

  private static void escape(StringBuilder out, int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      out.append("%u").append(HEX.toHexDigits((short) c));
      return;
    }
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      out.append('%').append(HEX.toHexDigits(b));
    }
  }

  /** Undoes the escapes; whether the result is right is for the caller to check. */
  private static Optional<String> unescaped(String name) {
    if (name.equals(EMPTY)) {
      return Optional.of("");
    }
    StringBuilder id = new StringBuilder(name.length());
    byte[] utf8 = new byte[name.length()];
    int bytes = 0;
    for (int i = 0; i < name.length(); ) {
      boolean wide = name.startsWith("%u", i);
      int digits = wide ? i + 2 : i + 1;
      int end = name.charAt(i) != '%' ? i + 1 : digits + (wide ? 4 : 2);
      if (end > name.length() || (end > digits && !isHex(name, digits, end))) {
        return Optional.empty();
      }
      if (wide || name.charAt(i) != '%') {
        id.append(new String(utf8, 0, bytes, StandardCharsets.UTF_8));
        bytes = 0;
        id.append(wide ? (char) HexFormat.fromHexDigits(name, digits, end) : name.charAt(i));
      } else {
        utf8[bytes++] = (byte) HexFormat.fromHexDigits(name, digits, end);
      }
      i = end;
    }
    return Optional.of(id.append(new String(utf8, 0, bytes, StandardCharsets.UTF_8)).toString());
  }

  private static boolean isHex(String name, int from, int to) {
    return name.substring(from, to).chars().allMatch(HexFormat::isHexDigit);
  }

  private static byte[] sha256(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
