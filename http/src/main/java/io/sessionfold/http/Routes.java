package io.sessionfold.http;

import io.javalin.config.RoutesConfig;

/** Some routes of the service. */
@FunctionalInterface
public interface Routes {
  /** Adds them, each with the {@link io.sessionfold.http.access.Right} that it needs. */
  void addTo(RoutesConfig routes);
}
