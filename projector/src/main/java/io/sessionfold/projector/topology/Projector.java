package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sessionfold.projector.topics.TopicProblem;
import io.sessionfold.projector.topics.TopicReport;
import io.sessionfold.projector.topics.Topics;
import io.sessionfold.store.StoreNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running projector. It goes on by itself over broken connections and rebalances; it stops only
 * when it is closed, or when going on could lose or repeat changes, and then says what to do.
 *
 * <p>Any number of processes may run for one journal: the partitions are shared among them. A
 * process that dies loses nothing, and leaves nothing half done. Thread-safe.
 */
public final class Projector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Projector.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final KafkaStreams streams;
  private final KafkaLogFacts logFacts;
  private final Trouble trouble = new Trouble();
  private final BacklogWatch backlog;
  private final KafkaStreamsMetrics metrics;
  private final Path state;

  private Projector(KafkaStreams streams, KafkaLogFacts logFacts, ProjectorSettings settings) {
    this.streams = streams;
    this.logFacts = logFacts;
    this.backlog = new BacklogWatch(settings, this::partitions);
    this.metrics = new KafkaStreamsMetrics(streams);
    this.state = settings.stateDirectory().resolve(StoreNames.applicationId(settings.journal()));
  }

  /**
   * Checks the topics and starts. Returns before the state is restored; see {@link #status}.
   *
   * @throws ProjectorRefusedException if the topics are not as they must be, with every problem and
   *     its remedy
   */
  public static Projector start(ProjectorSettings settings, MeterRegistry registry) {
    int partitions = checkedPartitions(settings);
    KafkaLogFacts logFacts = new KafkaLogFacts(settings);
    ProjectorTopology topology =
        new ProjectorTopology(
            settings.journal(), partitions, settings.limits(), logFacts, registry);
    String instance = InstanceId.of(settings.stateDirectory());
    KafkaStreams streams =
        new KafkaStreams(topology.build(), StreamsProperties.of(settings, instance));
    Projector projector = new Projector(streams, logFacts, settings);
    streams.setUncaughtExceptionHandler(projector::onException);
    streams.setStateListener((to, from) -> projector.onState(to));
    streams.setGlobalStateRestoreListener(new RestoreProgress(registry));
    streams.start();
    projector.metrics.bindTo(registry);
    projector.backlog.start();
    return projector;
  }

  private static int checkedPartitions(ProjectorSettings settings) {
    Map<String, Object> client = new HashMap<>(settings.client());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    try (Topics topics = new Topics(client)) {
      TopicReport report = topics.check(settings.journal(), settings.limits());
      if (!report.problems().isEmpty()) {
        throw new ProjectorRefusedException(
            report.problems().stream()
                .map(TopicProblem::toString)
                .collect(Collectors.joining("\n")));
      }
      return report.partitions();
    }
  }

  /** How it is at this moment. */
  public ProjectorStatus status() {
    ProjectorStatus.State state =
        switch (streams.state()) {
          case CREATED -> ProjectorStatus.State.STARTING;
          case REBALANCING -> ProjectorStatus.State.RESTORING;
          case RUNNING -> ProjectorStatus.State.RUNNING;
          case PENDING_ERROR, ERROR -> ProjectorStatus.State.FAILED;
          case PENDING_SHUTDOWN, NOT_RUNNING ->
              trouble.isFatal() ? ProjectorStatus.State.FAILED : ProjectorStatus.State.STOPPED;
        };
    return new ProjectorStatus(state, trouble.reason(), partitions());
  }

  /** What it has not sequenced, as the brokers knew it a few seconds ago. */
  public ProjectorBacklog backlog() {
    return backlog.last();
  }

  /**
   * Ends the open transaction and leaves the group, so that others take the partitions over at
   * once. A second call does nothing.
   *
   * @return whether it was done within the time; if not, the rest is as after a kill, which loses
   *     nothing either
   */
  public boolean close(Duration timeout) {
    trouble.stopWaiting();
    backlog.close();
    metrics.close();
    // A thread looks whether it is to end only when nothing that it fetched is left to process.
    streams.pause();
    boolean done =
        streams.close(
            CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (done) {
      logFacts.close();
    }
    return done;
  }

  /**
   * Closes, and deletes what this process has of the journal's state: the directory of a journal
   * that it will not sequence again. The changelogs stay.
   *
   * @return whether it was done within the time
   */
  public boolean closeAndForget(Duration timeout) {
    boolean done = close(timeout);
    if (done) {
      streams.cleanUp();
      deleteDirectory(state);
    }
    return done;
  }

  /** Streams leaves the directory with what it remembers of the process. */
  private static void deleteDirectory(Path directory) {
    try (DirectoryStream<Path> rest = Files.newDirectoryStream(directory)) {
      for (Path file : rest) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (NoSuchFileException e) {
      log.debug("{} is gone already", directory, e);
    } catch (IOException e) {
      log.warn("{} is of no more use and could not be deleted", directory, e);
    }
  }

  /** Closes, with half a minute of patience. */
  @Override
  public void close() {
    if (!close(CLOSE_TIMEOUT)) {
      log.warn("The projector did not stop within {}; what was open is aborted", CLOSE_TIMEOUT);
    }
  }

  private SortedSet<Integer> partitions() {
    SortedSet<Integer> partitions = new TreeSet<>();
    if (streams.state().isRunningOrRebalancing()) {
      streams
          .metadataForLocalThreads()
          .forEach(
              thread ->
                  thread.activeTasks().forEach(task -> partitions.add(task.taskId().partition())));
    }
    return Collections.unmodifiableSortedSet(partitions);
  }

  private void onState(KafkaStreams.State to) {
    if (to == KafkaStreams.State.RUNNING) {
      trouble.over();
      log.info("Projector running, partitions {}", partitions());
    }
  }

  private StreamThreadExceptionResponse onException(Throwable thrown) {
    @Nullable String refusal = Trouble.fatal(thrown);
    if (refusal != null) {
      trouble.isFatal(refusal);
      log.error("The projector stops: {}", refusal);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Duration pause = trouble.next(thrown);
    log.warn("The projector tries again in {} ms", pause.toMillis(), thrown);
    trouble.await(pause);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
