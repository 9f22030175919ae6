package io.sessionfold.benchmarks;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.benchmarks.WriteTrial.Fence;
import io.sessionfold.benchmarks.WriteTrial.Way;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what it costs that what is acknowledged stays. */
@Command(
    name = "durability",
    description = {
      "Write session documents with several write concerns, by turns, in a real mongod that is a",
      "replica set of one; and session files with several intervals between checkpoints."
    })
final class DurabilityBench implements Callable<Integer> {
  private static final int MESSAGES = 21;
  private static final List<Duration> INTERVALS =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10));

  @Option(names = "--rounds", description = "Of each concern (default: ${DEFAULT-VALUE})")
  private int rounds = 9;

  @Option(
      names = "--sessions",
      description = "Whose writes share a large bulk (default: ${DEFAULT-VALUE})")
  private int sessions = 300;

  @Option(
      names = "--rate",
      description = "Changes a second written to files (default: ${DEFAULT-VALUE})")
  private int rate = 2_000;

  @Option(names = "--open", description = "Files that grow at a time (default: ${DEFAULT-VALUE})")
  private int open = 500;

  @Option(
      names = "--seconds",
      description = "For which files are written (default: ${DEFAULT-VALUE})")
  private int seconds = 30;

  @Option(
      names = "--directory",
      description = "On the disk to measure (default: the one of temporary files)")
  private @Nullable Path directory;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Figures figures = new Figures();
    documents(figures);
    files(figures);
    System.out.println(output.text(figures));
    return 0;
  }

  private void documents(Figures figures) throws Exception {
    try (RealMongod running = RealMongod.start(mongod.path())) {
      MongoDatabase database = running.connection().database("bench");
      List<Way> ways =
          List.of(
              new Way("w: 1", Fence.REVISION_AND_PAGE, WriteConcern.W1),
              new Way("w: 1, j: true", Fence.REVISION_AND_PAGE, WriteConcern.W1.withJournal(true)),
              new Way("majority", Fence.REVISION_AND_PAGE, WriteConcern.MAJORITY));
      WriteTrial trial = new WriteTrial(database, ways);
      for (int atOnce : new int[] {sessions, 1}) {
        String section = "documents, bulks of %d writes, microseconds a write".formatted(atOnce);
        System.err.println("measuring: " + section);
        Workload workload = new Workload("durability", atOnce * MESSAGES, atOnce, atOnce, 512);
        measure(figures, section, trial, ways, SequencedSessions.of(workload));
      }
    }
  }

  private void measure(
      Figures figures,
      String section,
      WriteTrial trial,
      List<Way> ways,
      Map<SessionKey, List<Applied>> changes) {
    double[] unused = trial.round(changes, 1, MESSAGES);
    double[][] micros = new double[ways.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      double[] of = trial.round(changes, 1, MESSAGES);
      for (int way = 0; way < of.length; way++) {
        micros[way][round] = of[way];
      }
    }
    for (int way = 0; way < micros.length; way++) {
      Spread.of(micros[way]).addTo(figures, section, ways.get(way).name());
    }
  }

  private void files(Figures figures) throws Exception {
    System.err.println("measuring: files");
    Workload workload =
        new Workload("durability", rate * seconds, Math.max(open, rate * seconds / 20), open, 512);
    Path root =
        directory == null
            ? Files.createTempDirectory("sessionfold-bench")
            : Files.createTempDirectory(directory, "sessionfold-bench");
    try {
      new CheckpointTrial(root, rate, INTERVALS)
          .run(SequencedSessions.inOrder(workload))
          .forEach(cost -> cost.addTo(figures, seconds));
    } finally {
      Directories.delete(root);
    }
  }
}
