package io.sessionfold.query.valid;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From where an agent goes on, as its conversation manager's state says: {@code
 * removed_message_count} messages of the beginning are no longer among those that the model sees,
 * and {@code summary_message} stands for them.
 *
 * @param removed how many; 0 where the state says nothing or was not applied
 * @param summary verbatim; absent if there is none
 */
public record ResumePoint(long removed, @Nullable JsonText summary) {
  private static final String STATE = "conversation_manager_state";
  private static final ResumePoint BEGINNING = new ResumePoint(0, null);

  /**
   * What the state of an agent says.
   *
   * @param manager the class that goes on with it; if the state is of another, it says nothing
   */
  public static ResumePoint of(Agent agent, @Nullable String manager) {
    return of(agent, manager, new Repairs());
  }

  static ResumePoint of(Agent agent, @Nullable String manager, Repairs repairs) {
    JsonText json = agent.data().get(STATE);
    if (json == null) {
      return BEGINNING;
    }
    Map<String, JsonText> state = LenientJson.members(json);
    String name = LenientJson.string(state, "__name__");
    if (manager != null && !manager.equals(name)) {
      repairs.add(
          Repair.Kind.MANAGER_CHANGED,
          agent.name(),
          "the state is not of the conversation manager that was asked for: its"
              + " removed_message_count and summary_message were not applied");
      return BEGINNING;
    }
    Long removed = removed(state.get("removed_message_count"), agent.messageCount());
    JsonText summary = LenientJson.value(state, "summary_message");
    if (removed == null || (summary != null && summary.kind() != JsonText.Kind.OBJECT)) {
      repairs.add(
          Repair.Kind.MANAGER_STATE_UNREADABLE,
          agent.name(),
          "removed_message_count is not a number of messages that the agent has, or"
              + " summary_message is not a message: neither was applied");
      return BEGINNING;
    }
    return new ResumePoint(removed, summary);
  }

  private static @Nullable Long removed(@Nullable JsonText count, long messages) {
    if (count == null || count.isNull()) {
      return 0L;
    }
    if (count.kind() != JsonText.Kind.NUMBER) {
      return null;
    }
    try {
      long removed = count.integer();
      return removed < 0 || removed > messages ? null : removed;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /**
   * Whether the view of the messages from this one on is the view of all of them: it is where the
   * agent goes on, or before it, and a turn begins with it.
   */
  public boolean first(Message message) {
    return message.index() == 0 || (message.index() <= removed && ValidView.startsTurn(message));
  }

  /** Those that remain: from the last beginning of a turn at or before the first that remains. */
  List<Message> cut(List<Message> messages, Repairs repairs) {
    if (removed == 0) {
      return messages;
    }
    boolean none = messages.stream().noneMatch(m -> m.index() >= removed);
    long start = none ? removed : 0;
    for (Message message : messages) {
      if (message.index() <= removed && first(message)) {
        start = none ? removed : message.index();
      }
    }
    List<Message> kept = new ArrayList<>();
    for (Message message : messages) {
      if (message.index() >= start || ValidView.isSystem(message)) {
        kept.add(message);
      }
    }
    report(messages, start, repairs);
    return kept;
  }

  private void report(List<Message> messages, long start, Repairs repairs) {
    if (messages.isEmpty()) {
      return;
    }
    String agent = messages.get(0).agent();
    if (start > 0) {
      repairs.add(
          Repair.Kind.REMOVED_BY_MANAGER,
          agent,
          "the messages before index " + start + " were left out, as the conversation manager did");
    }
    if (start < removed) {
      repairs.add(
          Repair.Kind.WINDOW_WIDENED,
          agent,
          "the conversation manager had removed "
              + removed
              + " messages, in the middle of a turn: the view begins with that turn, at index "
              + start);
    }
  }

  /** Puts the summary before what remains, behind what the system said. */
  void prepend(List<ValidMessage> messages, String agent, Repairs repairs) {
    if (summary == null) {
      return;
    }
    int at = 0;
    while (at < messages.size() && isSystem(messages.get(at))) {
      at++;
    }
    messages.add(at, new ValidMessage(null, agent, MessageFormat.STRANDS, summary));
    repairs.add(
        Repair.Kind.SUMMARY_PREPENDED, agent, "the conversation manager's summary was put first");
  }

  private static boolean isSystem(ValidMessage message) {
    return Speaker.of(LenientJson.members(message.message())) == Speaker.SYSTEM;
  }
}
