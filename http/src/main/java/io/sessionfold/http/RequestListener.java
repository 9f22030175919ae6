package io.sessionfold.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told of every request that was answered, on the thread that answered it: it returns at once.
 * What it is told has few values, and none that a caller chose.
 */
@FunctionalInterface
public interface RequestListener {
  /** The route of a request that is for none. */
  String NO_ROUTE = "none";

  /**
   * A request was answered.
   *
   * @param route the template of its path, such as {@code /v1/sessions/{session}}, or {@link
   *     #NO_ROUTE}
   * @param took from its arrival to its last byte; absent for a stream, which lasts as long as
   *     somebody listens
   */
  void answered(String method, String route, int status, @Nullable Duration took);
}
