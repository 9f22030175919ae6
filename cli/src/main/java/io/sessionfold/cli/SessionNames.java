package io.sessionfold.cli;

import io.sessionfold.event.SessionKey;

/** Names of sessions and tenants as people type them. */
final class SessionNames {
  private SessionNames() {}

  /** The tenant, checked. */
  static String tenant(String name) {
    if (!SessionKey.isTenant(name)) {
      throw CommandException.usage("--tenant " + name + ": " + SessionKey.GRAMMAR);
    }
    return name;
  }

  /** A session: with its tenant, or of the default tenant. */
  static SessionKey session(String name) {
    return SessionKey.parse(name.contains("/") ? name : SessionKey.DEFAULT_TENANT + "/" + name)
        .orElseThrow(
            () -> CommandException.usage(name + " is not a session: " + SessionKey.GRAMMAR));
  }
}
