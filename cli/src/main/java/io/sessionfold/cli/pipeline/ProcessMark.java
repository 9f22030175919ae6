package io.sessionfold.cli.pipeline;

import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which process wrote a file: its number and when it started, since numbers are given out again.
 *
 * @param startedAt absent where the operating system does not tell
 */
public record ProcessMark(long pid, @Nullable Instant startedAt) {
  /** Two processes reckon the start of a third from the time of boot, which clocks correct. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private static final String PID = "pid";
  private static final String STARTED_AT = "started_at";

  /** That of this process. */
  public static ProcessMark own() {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessMark(self.pid(), self.info().startInstant().orElse(null));
  }

  /** Reads what {@link #addTo} wrote. */
  public static ProcessMark read(Map<String, JsonText> members) {
    JsonText started = members.get(STARTED_AT);
    return new ProcessMark(
        members.get(PID).integer(),
        started == null ? null : Times.parse(started.string()).orElse(null));
  }

  /** Adds {@code pid} and {@code started_at}. */
  public JsonWriter addTo(JsonWriter json) {
    return json.add(PID, pid).add(STARTED_AT, startedAt == null ? null : Times.format(startedAt));
  }

  /** Whether the process that is meant still runs, and not another one with its number. */
  public boolean isAlive() {
    ProcessHandle process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
    if (process == null) {
      return false;
    }
    Instant started = process.info().startInstant().orElse(null);
    return started == null
        || startedAt == null
        || Duration.between(startedAt, started).abs().compareTo(TOLERANCE) <= 0;
  }
}
