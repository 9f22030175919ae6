package io.sessionfold.document;

import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Message;
import java.util.List;

/**
 * A page as its document gives it.
 *
 * @param revision of the last change that touched it: its fence
 * @param deleted whether it is a tombstone
 */
public record StoredPage(
    SessionKey session, long page, long revision, boolean deleted, List<Message> messages) {
  /** Copies the list. */
  public StoredPage {
    messages = List.copyOf(messages);
  }
}
