package io.sessionfold.sequence;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;

/**
 * Names an event of a session in {@code seen-events}.
 *
 * @param session hash of the session key; all entries of a session share it
 * @param event hash of topic, source and id
 */
public record SeenKey(Digest128 session, Digest128 event) {
  /** The key of an event. */
  public static SeenKey of(SessionKey session, IngressTopic topic, String source, String id) {
    return new SeenKey(sessionPart(session), Digest128.of(topic.topicName(), source, id));
  }

  /** What all entries of a session begin with. */
  public static Digest128 sessionPart(SessionKey session) {
    return Digest128.of(session.toString());
  }
}
