package io.sessionfold.http.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bearer tokens that are known, each by its SHA-256: the tokens themselves are long and random
 * ({@link NewToken}), so that a plain digest of them tells nothing.
 */
record AccessTokens(List<Entry> entries) {
  /**
   * One token.
   *
   * @param sha256 in lower-case hexadecimal digits
   * @param expires from when on it is refused; absent: never
   */
  record Entry(Caller caller, String sha256, @Nullable Instant expires) {}

  /** Copies the list. */
  AccessTokens {
    entries = List.copyOf(entries);
  }

  /** Who has this token; all entries are compared, whichever it is. */
  Optional<Caller> caller(String token, Instant now) {
    byte[] digest = sha256(token).getBytes(StandardCharsets.US_ASCII);
    Caller found = null;
    for (Entry entry : entries) {
      boolean same =
          MessageDigest.isEqual(digest, entry.sha256().getBytes(StandardCharsets.US_ASCII));
      if (same && (entry.expires() == null || now.isBefore(entry.expires()))) {
        found = entry.caller();
      }
    }
    return Optional.ofNullable(found);
  }

  /** The digest that stands for a token. */
  static String sha256(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
