package io.sessionfold.projector.runner;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.projector.store.GenerationDroppedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a sink from the journal, on a thread of its own, until it is closed.
 *
 * <p>Guarantees: every change of the partitions that are assigned to it reaches the sink, in order
 * within a session, at least once. A watermark rises only after what it covers is durable, and
 * covers no quarantined session whose mark is not stored. While the store is away it pauses, keeps
 * its place in the group and resumes with the same batch; while Kafka is away it waits; nothing is
 * dropped or skipped. A session that the store refuses is left out, with a mark, and the others go
 * on. A journal record that cannot be read stops it.
 *
 * <p>Where a partition starts is its watermark, not the group's committed offset: watermarks live
 * beside the data, so a database that was restored or emptied is read from where <em>it</em>
 * stands.
 */
public final class SinkRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);
  private static final Duration LEAVE_GROUP = Duration.ofSeconds(5);

  private final SinkFeed feed;
  private final SinkRunnerSettings settings;
  private final SinkLoop loop;
  private final Thread thread;
  private final KafkaClientMetrics clientMetrics;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closing;

  private SinkRunner(SinkFeed feed, SinkRunnerSettings settings, MeterRegistry registry) {
    this.feed = feed;
    this.settings = settings;
    this.loop = new SinkLoop(feed, settings, registry, Clock.SYSTEM, () -> closing);
    this.clientMetrics =
        new KafkaClientMetrics(feed.consumer(), Tags.of("sink", feed.sink().name()));
    clientMetrics.bindTo(registry);
    this.thread = new Thread(this::run, "sink-" + feed.sink().name() + "-g" + feed.generation());
    // A loop that hangs in a store beyond the close timeout must not keep the process alive.
    thread.setDaemon(true);
  }

  /** Starts a loop. */
  public static SinkRunner start(
      SinkFeed feed, SinkRunnerSettings settings, MeterRegistry registry) {
    SinkRunner runner = new SinkRunner(feed, settings, registry);
    runner.thread.start();
    return runner;
  }

  private void run() {
    boolean orderly = false;
    try {
      loop.start();
      while (!closing) {
        loop.step();
      }
      loop.stop();
      orderly = true;
      loop.ended(State.STOPPED, "it was closed");
    } catch (GenerationDroppedException e) {
      LOG.info("{} ends: {}", thread.getName(), e.getMessage());
      orderly = true;
      loop.ended(State.STOPPED, String.valueOf(e.getMessage()));
    } catch (FencedMemberException e) {
      LOG.warn("{} lost its name in the group", thread.getName(), e);
      orderly = true;
      loop.ended(State.UNAVAILABLE, "it lost its name in the group, and joins it anew");
      ended.completeExceptionally(e);
    } catch (RuntimeException e) {
      LOG.error("{} stopped: {}", thread.getName(), e.getMessage(), e);
      loop.ended(State.FAILED, String.valueOf(e.getMessage()));
      ended.completeExceptionally(e);
    } finally {
      if (!orderly && !ended.isDone()) {
        // An Error: it passes on to the thread's handler, and this only tells those who watch.
        loop.ended(State.FAILED, "it ended abruptly: see the log, and restart the process");
        ended.completeExceptionally(new IllegalStateException(thread.getName() + " died"));
      }
      try {
        release();
      } finally {
        ended.complete(null);
      }
    }
  }

  private void release() {
    loop.close();
    clientMetrics.close();
    try {
      feed.sink().close();
    } finally {
      feed.consumer()
          .close(
              CloseOptions.timeout(LEAVE_GROUP)
                  // A member with a name would otherwise stay until its session has timed out.
                  .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  /** What it is doing; may be called from any thread. */
  public SinkStatus status() {
    return loop.status();
  }

  /**
   * Completes when the loop has ended: normally after {@link #close}, else with its failure. After
   * a {@link FencedMemberException} another runner may be started once this one is closed.
   */
  public CompletionStage<Void> ended() {
    return ended.copy();
  }

  /**
   * Writes, commits and releases what was read, and leaves the group; safe to call twice. A loop
   * that hangs for two thirds of the time is interrupted, and abandoned after all of it, which the
   * fences make harmless.
   *
   * @return whether it ended in order
   */
  public boolean close(Duration within) {
    closing = true;
    Duration patience = within.multipliedBy(2).dividedBy(3);
    if (joined(patience)) {
      return true;
    }
    LOG.warn("{} hangs in its store: it is interrupted", thread.getName());
    thread.interrupt();
    if (joined(within.minus(patience))) {
      return true;
    }
    LOG.error("{} is abandoned; what it read is read again", thread.getName());
    return false;
  }

  /** Closes within {@link SinkRunnerSettings#closeTimeout}. */
  @Override
  public void close() {
    boolean unused = close(settings.closeTimeout());
  }

  private boolean joined(Duration patience) {
    try {
      thread.join(Math.max(patience.toMillis(), 1));
      return !thread.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
