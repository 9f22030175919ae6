package io.sessionfold.http.feed;

import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.feed.FeedItem;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events as the HTML standard has them. Tokens, types and JSON of ours have no line
 * ends, so that each field is one line.
 */
final class EventText {
  private EventText() {}

  /** What a stream begins with: how long to wait before another try, and where it stands. */
  static String greeting(int retryMillis, String token) {
    return ": connected\nretry: " + retryMillis + "\nid: " + token + "\n\n";
  }

  /** A change. */
  static String event(FeedItem item) {
    JsonText data =
        new JsonWriter(item.change().toString().length() + 256)
            .add("session", item.session().id())
            .add("revision", item.revision())
            .add("type", item.type().wireName())
            .add("recorded_at", Times.format(item.recordedAt()))
            .add("change", item.change())
            .done();
    return "id: "
        + item.token()
        + "\nevent: "
        + item.type().wireName()
        + "\ndata: "
        + data
        + "\n\n";
  }

  /** A sign of life. It has no data, so that it is no event; its id is remembered all the same. */
  static String heartbeat(String token) {
    return ": heartbeat\nid: " + token + "\n\n";
  }

  /** Why the stream ends, for who looks at it: the next connection is told the same by a status. */
  static String goodbye(String why) {
    return ": " + why + "\n\n";
  }

  static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
