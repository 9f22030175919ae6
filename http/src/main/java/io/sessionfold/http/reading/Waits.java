package io.sessionfold.http.reading;

import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.journal.Position;
import io.sessionfold.query.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How current a read must be: {@code after=TOKEN} or {@code fresh=true}, and {@code wait}. Only so
 * many reads wait at once, so that reads which do not wait always find a thread.
 */
final class Waits {
  /** The parameters that they are. */
  static final Set<String> PARAMETERS = Set.of("after", "fresh", "wait");

  private static final Duration DEFAULT = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST = 64;

  private final Semaphore waiting = new Semaphore(MOST);

  /** Reads as current as the parameters ask for. */
  <T> T read(Parameters parameters, List<String> tokens, Function<Freshness, T> read) {
    Freshness freshness = freshness(parameters, tokens);
    if (freshness.equals(Freshness.any())) {
      return read.apply(freshness);
    }
    if (!waiting.tryAcquire()) {
      throw Problem.of(ProblemType.BUSY, "too many reads wait already").retryAfter(1).exception();
    }
    try {
      return read.apply(freshness);
    } finally {
      waiting.release();
    }
  }

  /** The same with every {@code after} a token. */
  <T> T read(Parameters parameters, Function<Freshness, T> read) {
    return read(parameters, parameters.all("after"), read);
  }

  private static Freshness freshness(Parameters parameters, List<String> tokens) {
    Duration wait = wait(parameters.duration("wait"));
    boolean fresh = parameters.flag("fresh", false);
    if (!tokens.isEmpty() && fresh) {
      throw Parameters.invalid("fresh", "is not needed beside after");
    }
    if (fresh) {
      return Freshness.fresh(wait);
    }
    return tokens.isEmpty() ? Freshness.any() : Freshness.after(merged(tokens), wait);
  }

  private static Duration wait(@Nullable Duration given) {
    if (given == null) {
      return DEFAULT;
    }
    if (given.compareTo(LONGEST) > 0) {
      throw Parameters.invalid("wait", "is " + LONGEST.toSeconds() + "s at most");
    }
    return given;
  }

  private static Position merged(List<String> tokens) {
    Position merged = Position.NONE;
    for (String token : tokens) {
      try {
        merged = merged.merge(Position.parse(token));
      } catch (IllegalArgumentException e) {
        throw Parameters.invalid("after", String.valueOf(e.getMessage()));
      }
    }
    return merged;
  }
}
