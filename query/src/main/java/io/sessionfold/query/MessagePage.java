package io.sessionfold.query;

import io.sessionfold.session.Message;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some messages of a session.
 *
 * <p>Each is whole and as current as the read asked for. A change of a message that arrives while
 * the page is read may show in it already: never a state older than {@code revision}.
 *
 * @param messages in the order of the query
 * @param cursor the {@code seq} of the last one; absent if there are none. See {@link
 *     MessageQuery#following}
 * @param more whether there may be messages after it; if not, there were none when this was read.
 *     Of a query for one agent that is bounded by {@code after} or {@code before} too, the next
 *     page may turn out empty
 * @param revision of the session when this was read; 0 if it is not there or is deleted
 */
public record MessagePage(
    List<Message> messages, @Nullable Long cursor, boolean more, long revision) {
  /** Of a session that is not there. */
  static final MessagePage NONE = new MessagePage(List.of(), null, false, 0);

  /** Copies the list. */
  public MessagePage {
    messages = List.copyOf(messages);
  }

  /** The messages in {@code seq} order, whatever the query's direction. */
  public List<Message> inOrder() {
    return messages.stream().sorted(Comparator.comparingLong(Message::seq)).toList();
  }
}
