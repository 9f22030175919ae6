package io.sessionfold.cli.pipeline;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;

/**
 * A sink whose loop does not run yet.
 *
 * @param failed whether it waits for nothing that could come
 * @param reason what it waits for, or why it failed
 * @param saidAt when it said so, in nanoseconds of {@link System#nanoTime}
 */
public record WaitingSink(String sink, boolean failed, String reason, long saidAt) {
  /** As it says at this moment. */
  public WaitingSink(String sink, boolean failed, String reason) {
    this(sink, failed, reason, System.nanoTime());
  }

  String state() {
    return failed ? "failed" : "unavailable";
  }

  JsonText json() {
    return new JsonWriter()
        .add("sink", sink)
        .add("state", state())
        .add("reason", reason)
        .add("quarantined", 0)
        .done();
  }
}
