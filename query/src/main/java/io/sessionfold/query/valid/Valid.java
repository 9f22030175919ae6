package io.sessionfold.query.valid;

import java.util.List;

/**
 * What the view makes of messages.
 *
 * @param messages what an API accepts
 * @param repairs in what they differ from what was said, in the order of the messages
 */
public record Valid(List<ValidMessage> messages, List<Repair> repairs) {
  /** Copies the lists. */
  public Valid {
    messages = List.copyOf(messages);
    repairs = List.copyOf(repairs);
  }
}
