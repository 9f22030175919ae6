package io.sessionfold.document;

import io.sessionfold.event.SessionKey;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * The {@code _id} of documents. A session's is its bare id for the default tenant, else {@code
 * tenant/id}; since no id holds a slash, no two sessions share one.
 */
public final class DocumentIds {
  private DocumentIds() {}

  /** The {@code _id} of a session document; also what a page names its session by. */
  public static String of(SessionKey key) {
    return key.tenant().equals(SessionKey.DEFAULT_TENANT) ? key.id() : key.toString();
  }

  /**
   * The session of an {@code _id}.
   *
   * @throws IllegalArgumentException if it is none that {@link #of} makes
   */
  public static SessionKey key(String id) {
    return id.indexOf('/') < 0
        ? SessionKey.of(id)
        : SessionKey.parse(id)
            .orElseThrow(() -> new IllegalArgumentException("not the _id of a session document"));
  }

  /** The {@code _id} of a page; its member order is part of the format. */
  public static BsonDocument page(SessionKey key, long page) {
    return new BsonDocument("session", new BsonString(of(key))).append("page", new BsonInt64(page));
  }
}
