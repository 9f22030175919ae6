package io.sessionfold.http.access;

import io.javalin.security.RouteRole;
import java.util.Locale;
import java.util.Optional;

/** What a token may allow. A route names the one that it needs. */
public enum Right implements RouteRole {
  /** To publish events. */
  WRITE,
  /** To read sessions and changes. */
  READ,
  /** To see the state of the pipeline, which is that of all tenants. */
  OPERATE;

  /** The name in configuration and answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The right of that name. */
  public static Optional<Right> named(String wireName) {
    for (Right right : values()) {
      if (right.wireName().equals(wireName)) {
        return Optional.of(right);
      }
    }
    return Optional.empty();
  }
}
