package io.sessionfold.query.valid;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The view {@code valid}: what an API of a model accepts of an agent's messages. Pure: the log is
 * never rewritten, and the same messages give the same view.
 *
 * <p>It guarantees, in any format: each call of a tool is answered exactly once, where the API
 * wants the answer; there is no other result; a window begins with a turn. A message that needs no
 * repair comes back byte for byte, and of one that does every block that stays. Everything in which
 * the view differs from what was said is in the list of repairs.
 *
 * <p>It does not check what else an API may refuse: that roles take turns, that a text is not
 * empty, that a tool exists. docs/valid-view.md has all rules.
 */
public final class ValidView {
  private ValidView() {}

  /**
   * The view of messages of one agent.
   *
   * @param messages all of them, or a window: some in a row. Where an index is missing the messages
   *     up to the next beginning of a turn are left out, those of the system aside
   * @throws IllegalArgumentException if they are of several agents or not in their order
   */
  public static Valid of(List<Message> messages) {
    Repairs repairs = new Repairs();
    List<ValidMessage> valid = of(messages, repairs);
    return new Valid(valid, repairs.sorted());
  }

  /**
   * The view of all messages of an agent, as its conversation manager left them (Strands): without
   * those that it removed, with its summary in their place.
   *
   * @param messages all of them, or those from {@link ResumePoint#first} on
   * @param manager the name of the class that goes on with it; where the state is another one's,
   *     that is reported and nothing of the state applied. Absent: the state is applied
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Valid resumed(Agent agent, List<Message> messages, @Nullable String manager) {
    Repairs repairs = new Repairs();
    ResumePoint point = ResumePoint.of(agent, manager, repairs);
    List<ValidMessage> valid = new ArrayList<>(of(point.cut(messages, repairs), repairs));
    point.prepend(valid, agent.name(), repairs);
    return new Valid(valid, repairs.sorted());
  }

  /** The view of messages of the chat API that no session holds: what was made of others. */
  public static List<JsonText> ofChat(String agent, List<JsonText> texts) {
    List<Message> messages = new ArrayList<>();
    for (JsonText text : texts) {
      messages.add(chat(agent, messages.size(), text));
    }
    return of(messages).messages().stream().map(ValidMessage::message).toList();
  }

  private static Message chat(String agent, long index, JsonText text) {
    return new Message(
        index + 1,
        agent,
        index,
        0,
        "",
        "",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        MessageFormat.OPENAI_CHAT,
        text,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * Whether a turn begins with a message: the user says something, not only what tools answered.
   */
  public static boolean startsTurn(Message message) {
    return new Entry(message).startsTurn();
  }

  /**
   * Whether a message is the system's, or the developer's: a window keeps it wherever it begins.
   */
  public static boolean isSystem(Message message) {
    return new Entry(message).speaker == Speaker.SYSTEM;
  }

  private static List<ValidMessage> of(List<Message> messages, Repairs repairs) {
    requireOneAgent(messages);
    List<Entry> entries = cut(messages, repairs);
    Pairing.pair(entries, repairs);
    UniqueIds.make(entries, repairs);
    return new Assembly(entries, repairs).assemble();
  }

  private static List<Entry> cut(List<Message> messages, Repairs repairs) {
    List<Entry> kept = new ArrayList<>();
    boolean inTurn = true;
    long next = 0;
    for (Message message : messages) {
      Entry entry = new Entry(message);
      inTurn = (inTurn && message.index() == next) || entry.startsTurn();
      next = message.index() + 1;
      if (inTurn || entry.speaker == Speaker.SYSTEM) {
        kept.add(entry);
      } else {
        repairs.add(
            Repair.Kind.CUT_TO_TURN,
            message,
            "a message before the first turn of the window was left out");
      }
    }
    return kept;
  }

  private static void requireOneAgent(List<Message> messages) {
    for (int i = 1; i < messages.size(); i++) {
      Message before = messages.get(i - 1);
      Message message = messages.get(i);
      if (!message.agent().equals(before.agent()) || message.index() <= before.index()) {
        throw new IllegalArgumentException(
            "expected messages of one agent in the order of their index: message "
                + message.seq()
                + " is index "
                + message.index()
                + " of "
                + message.agent()
                + ", behind index "
                + before.index()
                + " of "
                + before.agent());
      }
    }
  }
}
