package io.sessionfold.query;

import io.sessionfold.journal.Position;
import java.time.Duration;

/**
 * How current a read must be. Only a read that asks for it waits, and never beyond its deadline.
 *
 * <p>The deadline bounds the waiting. Zero is allowed, and asks once. Each call to a server that a
 * read makes besides is bounded by the reader's own timeout.
 */
public sealed interface Freshness {
  /** What the projection has at this moment. Never waits; may be older than one's own write. */
  static Freshness any() {
    return Any.ANY;
  }

  /**
   * Everything up to a position token, which a publish answered: reads one's own write.
   *
   * <p>Such a read tells what became of the write, too: it throws {@link EventRejectedException} if
   * the event of this session at the token was rejected, and {@link SessionQuarantinedException} if
   * the session is quarantined.
   */
  static Freshness after(Position position, Duration deadline) {
    return new After(position, deadline);
  }

  /**
   * Everything of the session that was published, by whomever, before the read began. Needs no
   * token, and Kafka. Throws {@link SessionQuarantinedException} if the session is quarantined.
   */
  static Freshness fresh(Duration deadline) {
    return new Fresh(deadline);
  }

  /** See {@link Freshness#any}. */
  enum Any implements Freshness {
    /** The only one. */
    ANY
  }

  /** See {@link Freshness#after}. */
  record After(Position position, Duration deadline) implements Freshness {
    /** Refuses a negative deadline. */
    public After {
      notNegative(deadline);
    }
  }

  /** See {@link Freshness#fresh}. */
  record Fresh(Duration deadline) implements Freshness {
    /** Refuses a negative deadline. */
    public Fresh {
      notNegative(deadline);
    }
  }

  private static void notNegative(Duration deadline) {
    if (deadline.isNegative()) {
      throw new IllegalArgumentException(
          "a read's deadline is a time span from now on, at least 0");
    }
  }
}
