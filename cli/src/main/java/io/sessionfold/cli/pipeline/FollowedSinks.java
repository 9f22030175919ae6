package io.sessionfold.cli.pipeline;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.ExpectedFailure;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.sink.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sinks of one kind: one for each generation that is followed. It looks every second which
 * those are, so that a generation that was built is taken over, and one that was dropped is left,
 * by every process and without a restart.
 */
final class FollowedSinks {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedSinks.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LEAVE = Duration.ofSeconds(15);

  /**
   * What is followed.
   *
   * @param active the generation that readers are sent to
   */
  record Followed(int active, Set<Integer> generations) {
    Followed {
      generations = Set.copyOf(generations);
    }
  }

  private final Part part;
  private final Supplier<Followed> look;
  private final IntFunction<SinkRunner> begin;
  private final Map<Integer, SinkPart> parts = new TreeMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile int active;
  private volatile WaitingSink waiting;

  private FollowedSinks(Part part, Supplier<Followed> look, IntFunction<SinkRunner> begin) {
    this.part = part;
    this.look = look;
    this.begin = begin;
    this.waiting = new WaitingSink(part.sinkName(), false, "it is being started");
    this.thread = new Thread(this::run, "follow-" + part.commandName());
    thread.setDaemon(true);
  }

  /**
   * Starts them.
   *
   * @param look throws as {@link SinkPart#start} says
   * @param begin likewise; is given the generation
   */
  static FollowedSinks start(Part part, Supplier<Followed> look, IntFunction<SinkRunner> begin) {
    FollowedSinks started = new FollowedSinks(part, look, begin);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      do {
        follow();
      } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try {
      Followed followed = look.get();
      leave(followed.generations());
      enter(followed.generations());
      active = followed.active();
    } catch (StoreUnavailableException | CommandException e) {
      LOG.debug("{} does not know what to follow", part, e);
      waiting = new WaitingSink(part.sinkName(), false, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("{} does not know what to follow", part, e);
      waiting =
          new WaitingSink(part.sinkName(), true, ExpectedFailure.message(e).orElse(e.toString()));
    }
  }

  private void leave(Set<Integer> followed) {
    Map<Integer, SinkPart> left = new TreeMap<>();
    synchronized (parts) {
      parts.forEach((generation, sink) -> left.put(generation, sink));
      left.keySet().removeAll(followed);
      parts.keySet().removeAll(left.keySet());
    }
    left.forEach(
        (generation, sink) -> {
          LOG.info("{} leaves generation {}", part, generation);
          if (!sink.close(LEAVE)) {
            LOG.warn("{} of generation {} did not stop in order", part, generation);
          }
        });
  }

  private void enter(Collection<Integer> followed) {
    synchronized (parts) {
      if (closing.getCount() == 0) {
        return;
      }
      for (int generation : new TreeSet<>(followed)) {
        parts.computeIfAbsent(
            generation, number -> SinkPart.start(part, () -> begin.apply(number)));
      }
    }
  }

  /** The loop that writes what readers see; absent while it does not run. */
  @Nullable SinkStatus active() {
    SinkPart sink = activePart();
    SinkRunner runner = sink == null ? null : sink.runner();
    return runner == null ? null : runner.status();
  }

  /** What the active one waits for, while it does not run. */
  WaitingSink waiting() {
    SinkPart sink = activePart();
    return sink == null ? waiting : sink.waiting();
  }

  private @Nullable SinkPart activePart() {
    synchronized (parts) {
      return parts.get(active);
    }
  }

  /** The loops of all other generations. */
  List<SinkStatus> others() {
    List<SinkStatus> others = new ArrayList<>();
    synchronized (parts) {
      parts.forEach(
          (generation, sink) -> {
            SinkRunner runner = sink.runner();
            if (generation != active && runner != null) {
              others.add(runner.status());
            }
          });
    }
    return others;
  }

  /** What those of other generations wait for that do not run, or why they failed. */
  List<WaitingSink> waitingOthers() {
    List<WaitingSink> others = new ArrayList<>();
    synchronized (parts) {
      parts.forEach(
          (generation, sink) -> {
            if (generation != active && sink.runner() == null) {
              others.add(sink.waiting().of(generation));
            }
          });
    }
    return others;
  }

  /** Follows nothing more; answers the sinks that are to be closed. Safe to call twice. */
  List<SinkPart> end() {
    synchronized (parts) {
      closing.countDown();
      return List.copyOf(parts.values());
    }
  }
}
