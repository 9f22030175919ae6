package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.projector.topics.KnownJournals.Journal;
import io.sessionfold.projector.topology.Projector;
import io.sessionfold.projector.topology.ProjectorSettings;
import io.sessionfold.sequence.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.streams.errors.StreamsException;

/** A projector of one journal in this process, beside those that run elsewhere. */
public final class JournalProjector implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(30);

  /** Apart from that of the process that goes on, which may share the data directory. */
  private static final String STATE = "rebuild-state";

  private final Projector projector;

  private JournalProjector(Projector projector) {
    this.projector = projector;
  }

  /** Starts one of a journal that is recorded and is being made. */
  public static JournalProjector start(Place place, int journal) {
    Journal recorded =
        Objects.requireNonNull(
            PipelineTopics.journals(place).journals().get(journal), "the journal is recorded");
    ProjectorSettings settings =
        settings(place, journal, recorded.limits(), place.data().resolve(STATE)).asMerging();
    return new JournalProjector(start(settings, new SimpleMeterRegistry()));
  }

  static ProjectorSettings settings(Place place, int journal, Limits limits, Path state) {
    Settings settings = place.settings();
    ProjectorSettings defaults = ProjectorSettings.of(place.bootstrapServers(), journal, state);
    return new ProjectorSettings(
        place.bootstrapServers(),
        journal,
        limits,
        state,
        settings.integer(Setting.PROJECTOR_THREADS),
        settings.integer(Setting.STANDBY_REPLICAS),
        settings.integer(Setting.REPLICATION_FACTOR),
        settings.duration(Setting.COMMIT_INTERVAL),
        defaults.cacheBytes(),
        defaults.rocksDbBytes(),
        defaults.merging(),
        settings.kafka());
  }

  static Projector start(ProjectorSettings settings, MeterRegistry registry) {
    try {
      return Projector.start(settings, registry);
    } catch (StreamsException e) {
      throw new CommandException(
          "the projector cannot use "
              + settings.stateDirectory()
              + ": "
              + e.getMessage()
              + ". One directory serves one process: stop the other, or set "
              + Setting.STATE_DIR.key(),
          e);
    } catch (IllegalStateException e) {
      throw new CommandException(
          "the projector does not start on Kafka at %s: %s"
              .formatted(settings.bootstrapServers(), e.getMessage()),
          e);
    }
  }

  /** Ends it in order. Others go on, and its local state is of no more use. */
  @Override
  public void close() {
    boolean unused = projector.closeAndForget(CLOSE);
  }
}
