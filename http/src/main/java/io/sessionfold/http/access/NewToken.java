package io.sessionfold.http.access;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A new token: what its owner gets, and the entry for the file of tokens, which does not contain
 * it.
 *
 * @param token 256 random bits
 * @param entry one element of the list in the file
 */
public record NewToken(String token, JsonText entry) {
  private static final int BYTES = 32;
  private static final String PREFIX = "sf_";

  /** Makes one. */
  public static NewToken of(Caller caller) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new NewToken(
        token,
        new JsonWriter()
            .add("name", caller.name())
            .add("tenant", caller.tenant())
            .add("rights", caller.rightNames())
            .add("sha256", AccessTokens.sha256(token))
            .done());
  }

  /**
   * Adds the entry to a file of tokens, which is made if it is not there, and replaced as a whole.
   *
   * @throws IllegalArgumentException if it is not a file of tokens, or has one of that name
   */
  public void addTo(Path file) throws IOException {
    TokenFile.add(file, entry);
  }
}
