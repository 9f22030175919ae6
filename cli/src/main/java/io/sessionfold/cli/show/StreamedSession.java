package io.sessionfold.cli.show;

import io.sessionfold.event.SessionKey;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.MessageQuery;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionTail;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A session whose messages are read page by page, so that a long one needs no more memory than a
 * short one. Messages that are appended after it was found are not among them; one that is redacted
 * meanwhile may be redacted.
 */
public final class StreamedSession {
  private final SessionReader reader;
  private final SessionTail tail;

  private StreamedSession(SessionReader reader, SessionTail tail) {
    this.reader = reader;
    this.tail = tail;
  }

  /** Finds a session. */
  public static Optional<StreamedSession> find(SessionReader reader, SessionKey key) {
    return reader.tail(key, Freshness.any()).map(tail -> new StreamedSession(reader, tail));
  }

  /** The session; of its messages only the last ones. */
  public Session session() {
    return tail.session();
  }

  /** How many messages it has. */
  public long count() {
    return tail.older() + tail.messages().size();
  }

  /** All its messages, oldest first; close it. */
  public Stream<Message> messages() {
    if (tail.whole()) {
      return tail.messages().stream();
    }
    MessageQuery query = MessageQuery.all().before(count() + 1);
    return reader.stream(session().key(), query, Freshness.any());
  }
}
