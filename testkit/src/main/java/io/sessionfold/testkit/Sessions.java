package io.sessionfold.testkit;

import io.sessionfold.session.Session;

/** Sessions made comparable. */
public final class Sessions {
  private Sessions() {}

  /** The same session with another revision: what it says belongs to the event log alone. */
  public static Session withRevision(Session s, long revision) {
    return new Session(
        s.key(),
        revision,
        s.user(),
        s.application(),
        s.sessionType(),
        s.title(),
        s.createdAt(),
        s.updatedAt(),
        s.closedAt(),
        s.deletedAt(),
        s.metadata(),
        s.agents(),
        s.messages(),
        s.feedbacks(),
        s.guardrailEvents(),
        s.usage());
  }
}
