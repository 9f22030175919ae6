package io.sessionfold.query;

import io.sessionfold.session.Feedback;
import io.sessionfold.session.GuardrailEvent;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that happened in a session in one order: the messages of all agents, feedbacks and
 * interventions of guardrails, by the time of their events, then by topic, then by that topic's own
 * number. Every interleaving of the two topics gives the same order. Pure.
 */
public final class SessionTimeline {
  private SessionTimeline() {}

  /** The timeline of a session that has all its messages. */
  public static List<TimelineEntry> of(Session session) {
    List<TimelineEntry> entries = new ArrayList<>(others(session));
    session.messages().forEach(message -> entries.add(new TimelineEntry.Said(message)));
    entries.sort(Comparator.comparing(TimelineEntry::key));
    return entries;
  }

  /** What are no messages, in no order. */
  static List<TimelineEntry> others(Session session) {
    List<TimelineEntry> entries = new ArrayList<>();
    for (Feedback feedback : session.feedbacks()) {
      entries.add(new TimelineEntry.Rated(feedback, entries.size()));
    }
    int feedbacks = entries.size();
    for (GuardrailEvent event : session.guardrailEvents()) {
      entries.add(new TimelineEntry.Guarded(event, entries.size() - feedbacks));
    }
    return entries;
  }
}
