package io.sessionfold.cli.web;

import io.sessionfold.cli.pipeline.Part;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again and again whether a part can do what it is there for, on a thread of its own: who
 * wants to know waits for nothing. Thread-safe.
 */
final class PartCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartCheck.class);
  private static final long WELL_MILLIS = 2_000;
  private static final long ILL_MILLIS = 500;

  private final Part part;
  private final Supplier<Finding> question;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Said said = new Said(Finding.starting(""), System.nanoTime());

  private record Said(Finding finding, long at) {}

  private PartCheck(Part part, Supplier<Finding> question) {
    this.part = part;
    this.question = question;
    thread = new Thread(this::run, "check-" + part);
    thread.setDaemon(true);
  }

  /** Begins to ask. The question may take some seconds, and throw. */
  static PartCheck start(Part part, Supplier<Finding> question) {
    PartCheck check = new PartCheck(part, question);
    check.thread.start();
    return check;
  }

  /**
   * What was answered last.
   *
   * @param heardAt when the service had a thread for a request; an answer is no younger than that
   */
  ServedPart now(long heardAt) {
    Said last = said;
    long at = last.at() - heardAt < 0 ? last.at() : heardAt;
    return new ServedPart(part, last.finding().state(), last.finding().reason(), at);
  }

  private void run() {
    try {
      boolean well;
      do {
        Finding found = ask();
        said = new Said(found, System.nanoTime());
        well = found.state() == Finding.State.RUNNING;
      } while (!closed.await(well ? WELL_MILLIS : ILL_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Finding ask() {
    try {
      return question.get();
    } catch (RuntimeException e) {
      LOG.debug("{} could not be checked", part, e);
      // A message of a library may hold anything, and health is told to everybody.
      return Finding.unavailable("its check failed: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
