package io.sessionfold.cli;

import io.sessionfold.event.SessionKey;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.SessionReader;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.PastSession;

/** Points in the history of a session as people type them, and what was there. */
final class Points {
  private Points() {}

  /** The point that an option names. */
  static AsOf parse(String option, String text) {
    return AsOf.parse(text)
        .orElseThrow(() -> CommandException.usage(option + " " + text + ": " + AsOf.GRAMMAR));
  }

  /** The session at that point. */
  static PastSession find(SessionReader reader, SessionKey key, AsOf point) {
    return reader
        .asOf(key, point, Freshness.any())
        .orElseThrow(
            () ->
                new CommandException(
                    "there is no session "
                        + key
                        + ", or there was none yet ("
                        + point
                        + "); `sessionfold sessions` lists them"));
  }
}
