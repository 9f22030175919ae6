package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.ExpectedFailure;
import io.sessionfold.cli.Place;
import io.sessionfold.projector.topics.KnownJournals;
import io.sessionfold.projector.topics.KnownJournals.Journal;
import io.sessionfold.projector.topics.Topics;
import io.sessionfold.projector.topology.Projector;
import io.sessionfold.projector.topology.ProjectorBacklog;
import io.sessionfold.projector.topology.ProjectorSettings;
import io.sessionfold.projector.topology.ProjectorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projectors of this process: one for each journal that is recorded and not dropped, with the
 * limits that it is recorded with. It looks every few seconds which those are, so that a journal
 * that is being made is gone on with by every process, and one that was dropped is left, without a
 * restart. A journal of another version of sequencing is left to the release that made it.
 *
 * <p>What counts for the process is the journal that readers are sent to: its status and meters.
 */
final class FollowedProjectors {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedProjectors.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LEAVE = Duration.ofSeconds(30);
  private static final String GAUGE = "sessionfold.projector.restore.remaining";

  private record Running(Projector projector, CompositeMeterRegistry meters) {}

  private final Place place;
  private final MeterRegistry registry;
  private final Map<Integer, Running> running = new TreeMap<>();
  private final Map<Integer, String> refused = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "follow-journals");
  private int active;

  private FollowedProjectors(Place place, MeterRegistry registry) {
    this.place = place;
    this.registry = registry;
    thread.setDaemon(true);
  }

  /**
   * Starts the projector of the journal that readers are sent to, and looks for others.
   *
   * @throws CommandException if it does not start; nothing is left running then
   */
  static FollowedProjectors start(Place place, MeterRegistry registry) {
    FollowedProjectors projectors = new FollowedProjectors(place, registry);
    KnownJournals known = PipelineTopics.journals(place);
    projectors.active = known.active();
    projectors.enter(
        JournalProjector.settings(
            place, known.active(), known.limits(place.limits()), place.state()));
    projectors.thread.start();
    return projectors;
  }

  private void run() {
    Topics topics = null;
    try {
      while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        topics = topics == null ? new Topics(new HashMap<>(place.kafka())) : topics;
        look(topics);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (topics != null) {
        topics.close();
      }
    }
  }

  private void look(Topics topics) {
    KnownJournals known;
    try {
      known = topics.journals();
    } catch (RuntimeException e) {
      LOG.debug("which journals there are is not known; it is asked again", e);
      return;
    }
    known.journals().forEach((number, journal) -> follow(known.active(), number, journal));
    activate(known.active());
  }

  private void follow(int activeNow, int number, Journal journal) {
    if (journal.dropped()) {
      leave(number);
    } else if (!journal.isOurs()) {
      refuse(
          number,
          "it is made by version %d of sequencing, which another release has"
              .formatted(journal.sequencing()));
    } else if (!isRunning(number)) {
      ProjectorSettings settings =
          JournalProjector.settings(place, number, journal.limits(), place.state());
      try {
        enter(number == activeNow ? settings : settings.asMerging());
      } catch (RuntimeException e) {
        LOG.debug("the projector of journal {} does not start", number, e);
        refuse(number, ExpectedFailure.message(e).orElse(e.toString()));
      }
    }
  }

  private synchronized boolean isRunning(int journal) {
    return running.containsKey(journal);
  }

  private synchronized void refuse(int journal, String why) {
    if (!why.equals(refused.put(journal, why))) {
      LOG.warn("journal {} is not sequenced here: {}", journal, why);
    }
  }

  /** Nobody who asks for the status waits for a start. */
  private void enter(ProjectorSettings settings) {
    CompositeMeterRegistry meters = new CompositeMeterRegistry();
    if (isActive(settings.journal())) {
      // Before there are meters: what they count until then is not seen afterwards.
      CompositeMeterRegistry unused = meters.add(registry);
    }
    Projector projector = JournalProjector.start(settings, meters);
    if (isKept(settings.journal(), new Running(projector, meters))) {
      LOG.info("journal {} is sequenced", settings.journal());
    } else {
      projector.close();
    }
  }

  private synchronized boolean isActive(int journal) {
    return journal == active;
  }

  private synchronized boolean isKept(int journal, Running started) {
    if (closing.getCount() == 0) {
      return false;
    }
    running.put(journal, started);
    refused.remove(journal);
    return true;
  }

  /** The meters of the process are those of one journal at a time; counters go on. */
  private synchronized void activate(int journal) {
    Running now = running.get(journal);
    if (active == journal || now == null) {
      active = now == null ? active : journal;
      return;
    }
    Running before = running.get(active);
    if (before != null) {
      before.meters().remove(registry);
    }
    for (Meter gauge : new ArrayList<>(registry.find(GAUGE).meters())) {
      Meter unused = registry.remove(gauge);
    }
    CompositeMeterRegistry all = now.meters().add(registry);
    LOG.info("readers are sent to journal {} ({} meters)", journal, all.getMeters().size());
    active = journal;
  }

  private void leave(int journal) {
    Running left;
    synchronized (this) {
      left = running.remove(journal);
    }
    if (left != null) {
      LOG.info("journal {} was dropped", journal);
      if (!left.projector().closeAndForget(LEAVE)) {
        LOG.warn("the projector of journal {} did not stop in order", journal);
      }
    }
  }

  /** How the projector is whose journal readers are sent to. */
  synchronized ProjectorStatus status() {
    Running now = running.get(active);
    return now == null
        ? new ProjectorStatus(ProjectorStatus.State.STARTING, refused.get(active), new TreeSet<>())
        : now.projector().status();
  }

  /** What that projector has not sequenced. */
  synchronized @Nullable ProjectorBacklog backlog() {
    Running now = running.get(active);
    return now == null ? null : now.projector().backlog();
  }

  /** Looks no more; answers what is to be called to close each projector. */
  synchronized List<Supplier<Boolean>> end(Duration within) {
    closing.countDown();
    List<Supplier<Boolean>> ends = new ArrayList<>();
    running.values().forEach(each -> ends.add(() -> each.projector().close(within)));
    return ends;
  }
}
