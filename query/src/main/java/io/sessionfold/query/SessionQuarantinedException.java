package io.sessionfold.query;

/**
 * The sink had to leave the session out, and what is stored of it is older than what the read asked
 * for. A read that asks for no freshness still answers.
 */
public final class SessionQuarantinedException extends QueryException {
  private static final long serialVersionUID = 1L;

  SessionQuarantinedException(String message) {
    super(message, null);
  }
}
