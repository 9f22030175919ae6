package io.sessionfold.cli.pipeline;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A sink whose loop does not run yet.
 *
 * @param failed whether it waits for nothing that could come
 * @param reason what it waits for, or why it failed
 * @param saidAt when it said so, in nanoseconds of {@link System#nanoTime}
 * @param generation absent: the active one, or it is not known yet
 */
public record WaitingSink(
    String sink, boolean failed, String reason, long saidAt, @Nullable Integer generation) {
  /** As it says at this moment. */
  public WaitingSink(String sink, boolean failed, String reason) {
    this(sink, failed, reason, System.nanoTime(), null);
  }

  /** The same of a generation that is not active. */
  WaitingSink of(int otherGeneration) {
    return new WaitingSink(sink, failed, reason, saidAt, otherGeneration);
  }

  String state() {
    return failed ? "failed" : "unavailable";
  }

  JsonText json() {
    return new JsonWriter()
        .add("sink", sink)
        .add("generation", generation == null ? null : Long.valueOf(generation))
        .add("state", state())
        .add("reason", reason)
        .add("quarantined", 0)
        .done();
  }
}
