package io.sessionfold.cli.web;

import io.sessionfold.event.SessionKey;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.feed.FeedStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether sessions can be read: a read is answered, and the feed of changes has begun. While Kafka
 * is away what was projected is read all the same, and whoever follows changes goes on after it:
 * the part stays ready, and says what it does without.
 */
final class ReadingCheck implements Supplier<Finding> {
  /** Whether there is such a session does not matter. */
  private static final SessionKey ANY = SessionKey.of("health");

  private final SessionReader reader;
  private final @Nullable Supplier<FeedStatus> feed;

  /**
   * Of a service.
   *
   * @param feed absent: there is no Kafka, and none is promised
   */
  ReadingCheck(SessionReader reader, @Nullable Supplier<FeedStatus> feed) {
    this.reader = reader;
    this.feed = feed;
  }

  @Override
  public Finding get() {
    try {
      boolean unused = reader.exists(ANY, Freshness.any());
    } catch (ReadUnavailableException e) {
      return Finding.unavailable(String.valueOf(e.getMessage()));
    }
    return feed == null ? Finding.RUNNING : of(feed.get());
  }

  static Finding of(FeedStatus feed) {
    return switch (feed.state()) {
      case STARTING -> Finding.starting("the recent changes of the journal are still being read");
      case LIVE -> Finding.RUNNING;
      case AWAY -> Finding.degraded("changes are not told as they happen: " + feed.detail());
    };
  }
}
