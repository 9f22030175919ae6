package io.sessionfold.query;

import io.sessionfold.document.SessionDocument;
import io.sessionfold.query.valid.Repair;
import io.sessionfold.query.valid.ResumePoint;
import io.sessionfold.query.valid.Valid;
import io.sessionfold.query.valid.ValidView;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a window of an agent's messages that begins and ends where turns do, newest message first,
 * so that nothing older than the window is read.
 */
final class ValidReading {
  private final SessionDocuments documents;
  private final ValidQuery query;
  private final List<Repair> repairs = new ArrayList<>();

  ValidReading(SessionDocuments documents, ValidQuery query) {
    this.documents = documents;
    this.query = query;
  }

  ValidMessages read() {
    String named = query.agent();
    if (named != null && !query.resume()) {
      return window(named, null);
    }
    Optional<Session> session = documents.session().map(d -> SessionDocument.read(d).session());
    if (session.isEmpty()) {
      return ValidMessages.NONE;
    }
    Agent agent = agent(session.get(), named);
    return agent == null
        ? new ValidMessages(List.of(), List.of(), null, false, session.get().revision())
        : window(agent.name(), query.resume() ? agent : null);
  }

  private static @Nullable Agent agent(Session session, @Nullable String named) {
    if (named != null) {
      return session.agents().get(named);
    }
    if (session.agents().size() > 1) {
      throw new IllegalArgumentException(
          "the view is of one agent's messages, and the session has several: name one of "
              + session.agents().keySet());
    }
    return session.agents().values().stream().findFirst().orElse(null);
  }

  private ValidMessages window(String name, @Nullable Agent resumed) {
    MessageQuery all = MessageQuery.all().ofAgent(name);
    Long after = query.after();
    Long before = query.before();
    MessageQuery bounded = after == null ? all : all.after(after);
    bounded = before == null ? bounded : bounded.before(before);
    MessageWalk walk = new MessageWalk(documents, bounded.newestFirst(true));
    List<Message> window = new ArrayList<>();
    if (before != null && before > 0) {
      narrow(walk, all.after(before - 1), name);
    }
    ResumePoint point = resumed == null ? null : ResumePoint.of(resumed, query.manager());
    while (walk.hasNext()) {
      window.add(walk.next());
      if (ends(window, point)) {
        break;
      }
    }
    Collections.reverse(window);
    if (window.isEmpty()) {
      return answer(ValidView.of(window), null, false, walk.revision());
    }
    Message first = window.get(0);
    List<Message> system = system(all, first);
    window.addAll(0, system);
    Valid valid =
        resumed == null
            ? ValidView.of(window)
            : ValidView.resumed(resumed, window, query.manager());
    boolean more = after == null ? first.index() > system.size() : walk.hasNext();
    return answer(valid, first.seq(), more, walk.revision());
  }

  private ValidMessages answer(Valid valid, @Nullable Long cursor, boolean more, long revision) {
    List<Repair> all = new ArrayList<>(repairs);
    all.addAll(valid.repairs());
    return new ValidMessages(valid.messages(), all, cursor, more, revision);
  }

  /** Whether the window has all that was asked, the last of {@code newest} being its oldest. */
  private boolean ends(List<Message> newest, @Nullable ResumePoint point) {
    Message oldest = newest.get(newest.size() - 1);
    if (point != null) {
      return point.first(oldest);
    }
    Integer last = query.last();
    if (last == null || newest.size() < last || !begins(oldest)) {
      return false;
    }
    if (newest.size() > last) {
      add(
          oldest.agent(),
          Repair.Kind.WINDOW_WIDENED,
          "the window begins "
              + (newest.size() - last)
              + " messages earlier than was asked, at index "
              + oldest.index()
              + ", where a turn begins");
    }
    return true;
  }

  private static boolean begins(Message message) {
    return message.index() == 0 || ValidView.startsTurn(message);
  }

  /** Passes over the turn that the end of the window is in the middle of. */
  private void narrow(MessageWalk walk, MessageQuery from, String agent) {
    MessageWalk next = new MessageWalk(documents, from);
    if (!next.hasNext() || ValidView.startsTurn(next.next())) {
      return;
    }
    int passed = 0;
    boolean passing = walk.hasNext();
    while (passing && walk.hasNext()) {
      passing = !ValidView.startsTurn(walk.next());
      passed++;
    }
    if (passed > 0) {
      add(
          agent,
          Repair.Kind.WINDOW_NARROWED,
          "the window would have ended in the middle of a turn: its last "
              + passed
              + " messages were left out");
    }
  }

  /** What the system said at the very beginning, which every window keeps. */
  private List<Message> system(MessageQuery all, Message first) {
    List<Message> system = new ArrayList<>();
    MessageWalk walk = new MessageWalk(documents, all.indexes(0, first.index()));
    while (walk.hasNext()) {
      Message message = walk.next();
      if (!ValidView.isSystem(message)) {
        break;
      }
      system.add(message);
    }
    return system;
  }

  private void add(String agent, Repair.Kind kind, String text) {
    repairs.add(new Repair(kind, null, agent, null, null, text));
  }
}
