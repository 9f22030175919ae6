package io.sessionfold.benchmarks;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.util.function.BiConsumer;

/** Messages of many sessions, in the order of a log: the same ones whenever they are asked for. */
interface Messages {
  /** How many there are. */
  int events();

  /** Hands over all of them: the session, and the data of the event. */
  void forEach(BiConsumer<SessionKey, JsonText> message);
}
