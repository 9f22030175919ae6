package io.sessionfold.projector.topology;

import java.time.Duration;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every few seconds, on a thread of its own, what a projector has not sequenced. */
final class BacklogWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final ProjectorSettings settings;
  private final Supplier<SortedSet<Integer>> partitions;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "projector-backlog");
  private volatile ProjectorBacklog last = ProjectorBacklog.unknown(System.nanoTime());

  /**
   * Begins.
   *
   * @param partitions those that the projector sequences at the moment
   */
  BacklogWatch(ProjectorSettings settings, Supplier<SortedSet<Integer>> partitions) {
    this.settings = settings;
    this.partitions = partitions;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The last answer. */
  ProjectorBacklog last() {
    return last;
  }

  private void run() {
    BacklogQuestion question = null;
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        question = ask(question);
      }
    } catch (InterruptedException | InterruptException e) {
      LOG.debug("the backlog is not asked for any more", e);
    } finally {
      if (question != null) {
        question.close();
      }
    }
  }

  private BacklogQuestion ask(@Nullable BacklogQuestion before) throws InterruptedException {
    BacklogQuestion question = before;
    try {
      question = question == null ? new BacklogQuestion(settings) : question;
      last = question.ask(partitions.get());
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      if (e instanceof InterruptException interrupted) {
        throw interrupted;
      }
      LOG.debug("the brokers were not asked; they are asked again", e);
      last =
          ProjectorBacklog.silent(
              System.nanoTime(),
              "Kafka does not answer: check that the brokers run and can be reached; it is asked"
                  + " again until it does");
    }
    return question;
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
