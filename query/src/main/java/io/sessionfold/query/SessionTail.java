package io.sessionfold.query;

import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.List;

/**
 * A session without its older messages: what its own document gives, at one revision.
 *
 * @param session whole but for its messages, which are the last ones only; the agents have the
 *     counts of all their messages
 * @param older how many messages come before them
 */
public record SessionTail(Session session, long older) {
  /** The messages of the tail. */
  public List<Message> messages() {
    return session.messages();
  }

  /** Whether the tail has every message. */
  public boolean whole() {
    return older == 0;
  }
}
