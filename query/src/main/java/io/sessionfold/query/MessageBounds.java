package io.sessionfold.query;

import io.sessionfold.session.Message;

/** Which messages a query asks for, as pure conditions. */
record MessageBounds(MessageQuery query) {
  boolean includes(Message message) {
    return (query.agent() == null || query.agent().equals(message.agent()))
        && message.seq() > after()
        && message.seq() < before()
        && (query.agent() == null
            || (message.index() >= query.fromIndex() && message.index() < query.toIndex()));
  }

  /** Whether no message after this one, in the query's direction, can be asked for. */
  boolean endsAt(Message message) {
    boolean agents = query.agent() != null && query.agent().equals(message.agent());
    return query.newestFirst()
        ? message.seq() <= after() + 1 || (agents && message.index() <= query.fromIndex())
        : message.seq() >= before() - 1 || (agents && message.index() >= query.toIndex() - 1);
  }

  /** Whether no message at all can be asked for. */
  boolean isEmpty() {
    return after() + 1 >= before() || query.fromIndex() >= query.toIndex();
  }

  long after() {
    return query.after() == null ? 0 : query.after();
  }

  long before() {
    return query.before() == null ? Long.MAX_VALUE : query.before();
  }
}
