package io.sessionfold.document;

import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * A session as its own document gives it: everything but the messages on pages.
 *
 * @param session with the messages of the open page; agents have the counts of all their messages
 * @param page the number of the open page: so many pages are before it
 */
public record StoredSession(Session session, long page) {
  /** Whether no messages are on pages. */
  public boolean whole() {
    return page == 0;
  }

  /**
   * The whole session.
   *
   * @param pages all pages below {@link #page}, in order
   * @throws IllegalArgumentException if one is missing
   */
  public Session with(List<StoredPage> pages) {
    if (pages.size() != page) {
      throw new IllegalArgumentException(
          "the session has " + page + " pages before its tail, given are " + pages.size());
    }
    List<Message> messages = new ArrayList<>();
    pages.forEach(p -> messages.addAll(p.messages()));
    messages.addAll(session.messages());
    return withMessages(messages);
  }

  private Session withMessages(List<Message> messages) {
    return new Session(
        session.key(),
        session.revision(),
        session.user(),
        session.application(),
        session.sessionType(),
        session.title(),
        session.createdAt(),
        session.updatedAt(),
        session.closedAt(),
        session.deletedAt(),
        session.metadata(),
        session.agents(),
        messages,
        session.feedbacks(),
        session.guardrailEvents(),
        session.usage());
  }
}
