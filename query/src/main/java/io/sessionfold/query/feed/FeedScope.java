package io.sessionfold.query.feed;

import io.sessionfold.event.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose changes a subscriber is told: those of one tenant, and no other's.
 *
 * @param session the one session of that tenant; absent: all of them
 */
public record FeedScope(String tenant, @Nullable SessionKey session) {
  /** Refuses what is not a tenant, and a session of another one. */
  public FeedScope {
    if (!SessionKey.isTenant(tenant)) {
      throw new IllegalArgumentException(
          "not a tenant: expected 1 to 63 lower-case letters, digits and hyphens");
    }
    if (session != null && !session.tenant().equals(tenant)) {
      throw new IllegalArgumentException("the session is of another tenant");
    }
  }

  /** All sessions of a tenant. */
  public static FeedScope tenant(String tenant) {
    return new FeedScope(tenant, null);
  }

  /** One session. */
  public static FeedScope session(SessionKey session) {
    return new FeedScope(session.tenant(), session);
  }

  /** Whether changes of that session are told. */
  public boolean contains(SessionKey key) {
    return session == null ? key.tenant().equals(tenant) : key.equals(session);
  }

  /** What subscribers are found by: the session, else the tenant. */
  Object key() {
    return session == null ? tenant : session;
  }
}
