package io.sessionfold.query;

import io.sessionfold.query.valid.Repair;
import io.sessionfold.query.valid.ValidMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an API of a model accepts of an agent's messages.
 *
 * @param messages oldest first
 * @param repairs in what they differ from what was said
 * @param cursor for {@link ValidQuery#before}: the {@code seq} of the first message of the window,
 *     where the next older one ends; absent if the window is empty
 * @param more whether there are older messages
 * @param revision of the session when this was read; 0 if it is not there or is deleted
 */
public record ValidMessages(
    List<ValidMessage> messages,
    List<Repair> repairs,
    @Nullable Long cursor,
    boolean more,
    long revision) {
  /** Of a session that is not there. */
  static final ValidMessages NONE = new ValidMessages(List.of(), List.of(), null, false, 0);

  /** Copies the lists. */
  public ValidMessages {
    messages = List.copyOf(messages);
    repairs = List.copyOf(repairs);
  }
}
