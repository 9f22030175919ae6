package io.sessionfold.query;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.bson.BsonDocument;

/**
 * Where a page of sessions ended.
 *
 * @param time what the last session was sorted by
 * @param id its {@code _id}, which orders sessions of the same time
 */
record SessionCursor(Instant time, String id) {
  private static final int DIGEST_BYTES = 8;

  static SessionCursor at(BsonDocument document, String timeField) {
    return new SessionCursor(
        Instant.ofEpochMilli(document.getDateTime(timeField).getValue()),
        document.getString("_id").getValue());
  }

  /** The opaque text; it is good for pages of this query only. */
  String text(SessionQuery query) {
    byte[] json =
        new JsonWriter()
            .add("q", digest(query))
            .add("t", time.toEpochMilli())
            .add("id", id)
            .done()
            .utf8();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is anything else, or of another query
   */
  static SessionCursor parse(String text, SessionQuery query) {
    Map<String, JsonText> members = members(text);
    JsonText digest = members.get("q");
    JsonText time = members.get("t");
    JsonText id = members.get("id");
    if (digest == null || time == null || id == null || !digest.string().equals(digest(query))) {
      throw refused();
    }
    return new SessionCursor(Instant.ofEpochMilli(time.integer()), id.string());
  }

  private static Map<String, JsonText> members(String text) {
    try {
      return JsonText.parse(Base64.getUrlDecoder().decode(text)).members();
    } catch (JsonSyntaxException | RuntimeException e) {
      throw new IllegalArgumentException(refused().getMessage(), e);
    }
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException(
        "not a cursor of this query: pass what the page before answered, with the same filters and"
            + " order, or none for the first page");
  }

  /** Of everything that pages of one query have in common. */
  private static String digest(SessionQuery query) {
    String all = query.cursor(null).limit(SessionQuery.DEFAULT_LIMIT).toString();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
