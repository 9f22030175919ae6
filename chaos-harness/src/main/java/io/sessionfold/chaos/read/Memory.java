package io.sessionfold.chaos.read;

import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one reader, which asks one thing after another, has been answered, and what is wrong with
 * the next answer: a revision that goes down, a message that is missing or another one in its
 * place, a gap, a session that comes back. Not thread-safe.
 */
final class Memory {
  private record Last(long revision, List<String> messages) {}

  private final Map<String, Last> sessions = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final List<String> findings = new ArrayList<>();

  /** A whole session was answered. */
  void saw(String key, Session session) {
    List<String> messages = new ArrayList<>();
    for (Message message : session.messages()) {
      if (message.seq() != messages.size() + 1) {
        findings.add(key + ": a reader saw message " + message.seq() + " after " + messages.size());
        return;
      }
      messages.add(
          message.agent()
              + " "
              + message.index()
              + " "
              + message.source()
              + " "
              + message.eventId());
    }
    sawRevision(key, session.revision());
    Last last = sessions.get(key);
    if (last != null) {
      missing(key, last.messages(), messages);
    }
    sessions.put(key, new Last(session.revision(), messages));
  }

  /** A part of it was answered, at this revision. */
  void sawRevision(String key, long revision) {
    if (gone.contains(key)) {
      findings.add(key + ": a reader saw it again after it was gone, at revision " + revision);
    }
    Last last = sessions.get(key);
    if (last != null && revision < last.revision()) {
      findings.add(
          key + ": a reader saw revision " + revision + " after revision " + last.revision());
    }
    sessions.put(key, new Last(revision, last == null ? List.of() : last.messages()));
  }

  private void missing(String key, List<String> before, List<String> now) {
    for (int i = 0; i < before.size(); i++) {
      String message = i < now.size() ? now.get(i) : "nothing";
      if (!message.equals(before.get(i))) {
        findings.add(
            key
                + ": a reader saw "
                + message
                + " in place of message "
                + (i + 1)
                + ", which was "
                + before.get(i));
        return;
      }
    }
  }

  /**
   * There was no such session.
   *
   * @return whether it had been there
   */
  boolean missed(String key) {
    return sessions.containsKey(key) && gone.add(key);
  }

  List<String> findings() {
    return List.copyOf(findings);
  }
}
