package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A projection that is to be proved. A session that cannot be read is an answer, no failure. */
interface Projection {
  Source source();

  /** Every session that it has, in any order. */
  void scan(Predicate<SessionKey> wanted, Consumer<Entry> entries);

  /** One session; empty if it does not have it. */
  Optional<Reading> read(SessionKey session);

  /**
   * The canonical form of one message of a session.
   *
   * @param revision that the session was read at: files are folded to it, documents are what they
   *     are
   * @param place its number in the session, from 0
   * @return JSON null if there is none
   */
  JsonText message(SessionKey session, long revision, int place);
}
