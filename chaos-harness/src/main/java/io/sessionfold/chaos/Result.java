package io.sessionfold.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What came of a round.
 *
 * @param faults those that had their effect, by name
 * @param missed those that had not: a point that was not passed, a process that came too late
 * @param acknowledged how many records the brokers acknowledged
 * @param reads how many answers the reader got that polls beside a rebuild
 * @param findings what is wrong; empty: nothing
 */
public record Result(
    long seed,
    List<String> faults,
    List<String> missed,
    int acknowledged,
    int reads,
    Duration took,
    List<String> findings) {
  /** Copies the lists. */
  public Result {
    faults = List.copyOf(faults);
    missed = List.copyOf(missed);
    findings = List.copyOf(findings);
  }

  /** Whether nothing is wrong. */
  public boolean isGood() {
    return findings.isEmpty();
  }

  /** One line. */
  public String line() {
    return String.format(
            "seed %d  %s  %d records  %s%d s  %s",
            seed,
            isGood() ? "good" : "BAD",
            acknowledged,
            reads == 0 ? "" : reads + " reads  ",
            took.toSeconds(),
            String.join(", ", faults))
        + (missed.isEmpty() ? "" : "  missed: " + String.join(", ", missed));
  }
}
