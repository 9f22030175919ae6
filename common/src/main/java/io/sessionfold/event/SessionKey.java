package io.sessionfold.event;

import io.sessionfold.json.Utf8;
import java.util.Optional;

/**
 * Names one session of one tenant. Its text, {@code tenant/id}, is the key of every Kafka record of
 * the session and the CloudEvents {@code subject}.
 *
 * @param tenant lower-case letters, digits and hyphens, 1 to 63, not beginning with a hyphen
 * @param id 1 to 256 characters without {@code /} and control characters, not beginning with
 *     {@code @} (such names are reserved for subjects that are not sessions)
 */
public record SessionKey(String tenant, String id) {
  /** The tenant of those who have only one. */
  public static final String DEFAULT_TENANT = "default";

  /** What is said of a key that is refused. */
  public static final String GRAMMAR =
      "expected tenant/session: a tenant of 1 to 63 lower-case letters, digits and hyphens, and a"
          + " session id of 1 to 256 characters without '/' and control characters, not beginning"
          + " with '@'";

  private static final int LONGEST_TENANT = 63;
  private static final int LONGEST_ID = 256;

  /** Refuses what is not a key. */
  public SessionKey {
    if (!isTenant(tenant) || !isId(id)) {
      throw new IllegalArgumentException("not a session key; " + GRAMMAR);
    }
  }

  /** The session of the default tenant. */
  public static SessionKey of(String id) {
    return new SessionKey(DEFAULT_TENANT, id);
  }

  /** Reads {@code tenant/id}; empty if it is not one. */
  public static Optional<SessionKey> parse(String key) {
    int slash = key.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String tenant = key.substring(0, slash);
    String id = key.substring(slash + 1);
    return isTenant(tenant) && isId(id)
        ? Optional.of(new SessionKey(tenant, id))
        : Optional.empty();
  }

  /** Whether {@code tenant} can be a tenant's name. */
  public static boolean isTenant(String tenant) {
    int length = tenant.length();
    if (length == 0 || length > LONGEST_TENANT || tenant.charAt(0) == '-') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = tenant.charAt(i);
      if (c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isId(String id) {
    if (id.isEmpty() || id.charAt(0) == '@' || id.codePointCount(0, id.length()) > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '/' || Character.isISOControl(c)) {
        return false;
      }
    }
    // An unpaired surrogate has no UTF-8 form, so two such keys would become one record key.
    return Utf8.isWellFormed(id);
  }

  /** {@code tenant/id}. */
  @Override
  public String toString() {
    return tenant + "/" + id;
  }
}
