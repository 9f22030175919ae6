package io.sessionfold.cli.web;

import io.sessionfold.cli.pipeline.Part;

/**
 * How the gateway or the query service is at one moment.
 *
 * @param reason why it is not ready, or what it does without although it is; empty if it lacks
 *     nothing
 * @param saidAt when that was found out, and the service had a thread for a request, in nanoseconds
 *     of {@link System#nanoTime}
 */
public record ServedPart(Part part, Finding.State state, String reason, long saidAt) {
  /** Whether it does what it is there for. */
  public boolean isReady() {
    return state == Finding.State.RUNNING || state == Finding.State.DEGRADED;
  }

  /** Its name, its state and why, for people. */
  public String text() {
    return part + ": " + state + (reason.isEmpty() ? "" : ", " + reason);
  }
}
