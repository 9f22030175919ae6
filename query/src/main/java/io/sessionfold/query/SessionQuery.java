package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of one tenant. Immutable; every method answers another query. All conditions hold
 * together.
 *
 * @param metadata top-level metadata keys and the value that each must have: a string, a number, a
 *     boolean or null. Numbers compare by value
 * @param order what the pages are sorted by
 * @param cursor where the page before this one ended; absent: the first page
 */
public record SessionQuery(
    String tenant,
    @Nullable String user,
    @Nullable String application,
    Map<String, JsonText> metadata,
    TimeRange created,
    TimeRange updated,
    Order order,
    boolean newestFirst,
    int limit,
    @Nullable String cursor) {
  /** The largest limit of one page. */
  public static final int MAX_LIMIT = 1000;

  /** The limit of a query that does not name one. */
  public static final int DEFAULT_LIMIT = 50;

  /**
   * What pages are sorted by; sessions of the same time by their id.
   *
   * <p>Paging through {@code CREATED} neither repeats nor leaves out a session, whatever is
   * appended meanwhile, unless an event with a time before the session's first moves it. Paging
   * through {@code UPDATED}, a session that is appended to meanwhile moves to the newest end:
   * newest first it may be left out and is never repeated, oldest first it is never left out and
   * may be repeated.
   */
  public enum Order {
    /** The earliest event time of a session. */
    CREATED,
    /** The latest event time of a session. */
    UPDATED
  }

  /** Refuses what means nothing, and copies the map. */
  public SessionQuery {
    if (!SessionKey.isTenant(tenant)) {
      throw new IllegalArgumentException("not a tenant; " + SessionKey.GRAMMAR);
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit is 1 to " + MAX_LIMIT + ", not " + limit + ": page with the cursor");
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    metadata.forEach(SessionQuery::refuseNested);
  }

  private static void refuseNested(String key, JsonText value) {
    if (value.kind() == JsonText.Kind.OBJECT || value.kind() == JsonText.Kind.ARRAY) {
      throw new IllegalArgumentException(
          "the filter on metadata key "
              + JsonText.of(key)
              + " must be a string, a number, a"
              + " boolean or null");
    }
  }

  /** All sessions of a tenant, the last created first. */
  public static SessionQuery of(String tenant) {
    return new SessionQuery(
        tenant,
        null,
        null,
        Map.of(),
        TimeRange.ALL,
        TimeRange.ALL,
        Order.CREATED,
        true,
        DEFAULT_LIMIT,
        null);
  }

  /** Only that user's. */
  public SessionQuery user(@Nullable String name) {
    return new SessionQuery(
        tenant, name, application, metadata, created, updated, order, newestFirst, limit, cursor);
  }

  /** Only that application's. */
  public SessionQuery application(@Nullable String name) {
    return new SessionQuery(
        tenant, user, name, metadata, created, updated, order, newestFirst, limit, cursor);
  }

  /** Only those whose metadata has this value at a top-level key. */
  public SessionQuery metadata(String key, JsonText value) {
    Map<String, JsonText> all = new LinkedHashMap<>(metadata);
    all.put(key, value);
    return new SessionQuery(
        tenant, user, application, all, created, updated, order, newestFirst, limit, cursor);
  }

  /** Only those whose first event is in this range. */
  public SessionQuery created(TimeRange range) {
    return new SessionQuery(
        tenant, user, application, metadata, range, updated, order, newestFirst, limit, cursor);
  }

  /** Only those whose last event is in this range. */
  public SessionQuery updated(TimeRange range) {
    return new SessionQuery(
        tenant, user, application, metadata, created, range, order, newestFirst, limit, cursor);
  }

  /** In that order. */
  public SessionQuery sorted(Order newOrder, boolean newest) {
    return new SessionQuery(
        tenant, user, application, metadata, created, updated, newOrder, newest, limit, cursor);
  }

  /** In pages of that size. */
  public SessionQuery limit(int newLimit) {
    return new SessionQuery(
        tenant,
        user,
        application,
        metadata,
        created,
        updated,
        order,
        newestFirst,
        newLimit,
        cursor);
  }

  /** What comes after the page that answered this cursor. */
  public SessionQuery cursor(@Nullable String opaque) {
    return new SessionQuery(
        tenant, user, application, metadata, created, updated, order, newestFirst, limit, opaque);
  }
}
