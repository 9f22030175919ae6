package io.sessionfold.testkit;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Session;
import io.sessionfold.sink.SessionSink;
import java.util.HashSet;
import java.util.Set;

/** The contract for the reference store. */
class MemorySinkContractTest extends SessionSinkContract {
  private final MemorySink store = new MemorySink("memory");
  private final Set<SessionKey> seen = new HashSet<>();

  @Override
  protected SessionSink open() {
    return store;
  }

  @Override
  protected Session read(SessionKey session) {
    seen.add(session);
    return Session.fold(Session.before(session), store.changes(session));
  }

  /** It keeps changes, not what they come to: what it shows is their fold. */
  @Override
  protected String dump() {
    StringBuilder out = new StringBuilder();
    for (SessionKey session : seen) {
      Iterable<Applied> changes = store.changes(session);
      out.append(Session.fold(Session.before(session), changes));
    }
    return out.toString();
  }
}
