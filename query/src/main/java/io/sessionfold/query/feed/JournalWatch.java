package io.sessionfold.query.feed;

import io.sessionfold.query.ActiveJournal;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.query.QueryException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks which journal is active, and whether Kafka answers at all: a consumer alone does not say
 * that it is cut off.
 */
final class JournalWatch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  private final ActiveJournal journal;
  private final LiveFeed live;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int number;
  private boolean away;
  private volatile @Nullable JournalTopic topic;
  private volatile String failure = "";

  JournalWatch(ActiveJournal journal, LiveFeed live) {
    this.journal = journal;
    this.live = live;
  }

  /** The topic to follow; {@code null} before it is known. */
  @Nullable JournalTopic topic() {
    return topic;
  }

  /** What does not answer; empty if everything does. */
  String failure() {
    return failure;
  }

  @Override
  public void run() {
    do {
      look();
      live.endSlow();
    } while (!isClosedAfter(EVERY));
  }

  /** Whether it is closed within so long, which it waits for. */
  boolean isClosedAfter(Duration time) {
    try {
      return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Ends this, and what follows it, soon. A consumer whose thread is interrupted leaves noisily.
   */
  @Override
  public void close() {
    closed.countDown();
  }

  private void look() {
    String pointer = lookAtPointer();
    String kafka = number == 0 ? "" : lookAtTopic();
    failure = kafka.isEmpty() ? pointer : kafka;
  }

  private String lookAtPointer() {
    try {
      number = journal.number();
      return "";
    } catch (QueryException e) {
      return message(e);
    } catch (RuntimeException e) {
      return "the pointer to the active journal cannot be read (" + e.getClass().getName() + ")";
    }
  }

  private String lookAtTopic() {
    try {
      JournalTopic found = journal.topic(number);
      if (away && found.equals(topic)) {
        live.holdUntil(found, journal.ends(found));
      }
      away = false;
      if (!found.equals(topic)) {
        LOG.info("the change feed follows {}", found.name());
      }
      topic = found;
      return "";
    } catch (QueryException e) {
      away = true;
      live.hold();
      return message(e);
    }
  }

  private String message(QueryException e) {
    String message = String.valueOf(e.getMessage());
    if (failure.isEmpty()) {
      LOG.warn("the change feed: {}", message);
    }
    return message;
  }
}
