package io.sessionfold.benchmarks;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.benchmarks.WriteTrial.Fence;
import io.sessionfold.benchmarks.WriteTrial.Way;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what the fence adds to an update of a session document. */
@Command(
    name = "fence",
    description = {
      "Write session documents with and without the fence, by turns, in a real mongod:",
      "one message a write, and ten."
    })
final class FenceBench implements Callable<Integer> {
  private static final String MICROSECONDS = ", microseconds a write";

  /** A page has a hundred messages; the first is written with the document. */
  private static final int MESSAGES = 91;

  private static final int MOST_WRITES = 20;

  @Option(names = "--rounds", description = "To take the spread of (default: ${DEFAULT-VALUE})")
  private int rounds = 9;

  @Option(
      names = "--sessions",
      description = "Whose writes share a bulk (default: ${DEFAULT-VALUE})")
  private int sessions = 300;

  @Option(names = "--bytes", description = "Data of an event (default: ${DEFAULT-VALUE})")
  private int bytes = 512;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Map<SessionKey, List<Applied>> changes =
        SequencedSessions.of(new Workload("fence", sessions * MESSAGES, sessions, sessions, bytes));
    Figures figures = new Figures();
    try (RealMongod running = RealMongod.start(mongod.path())) {
      MongoDatabase database = running.connection().database("bench");
      WriteConcern concern = database.getWriteConcern();
      List<Way> ways =
          List.of(
              new Way("unfenced", Fence.NONE, concern),
              new Way("fenced", Fence.REVISION_AND_PAGE, concern),
              new Way("fenced by revision alone", Fence.REVISION, concern));
      WriteTrial trial = new WriteTrial(database, ways);
      for (int messagesEach : new int[] {1, 10}) {
        measure(figures, trial, ways, changes, messagesEach);
      }
    }
    System.out.println(output.text(figures));
    return 0;
  }

  private void measure(
      Figures figures,
      WriteTrial trial,
      List<Way> ways,
      Map<SessionKey, List<Applied>> changes,
      int messagesEach) {
    String section = messagesEach == 1 ? "1 message a write" : messagesEach + " messages a write";
    System.err.println("measuring: " + section);
    double[] unused = trial.round(changes, messagesEach, MOST_WRITES);
    double[][] micros = new double[ways.size()][rounds];
    double[][] ratios = new double[ways.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      double[] of = trial.round(changes, messagesEach, MOST_WRITES);
      for (int way = 0; way < of.length; way++) {
        micros[way][round] = of[way];
        ratios[way][round] = of[way] / of[0];
      }
    }
    for (int way = 0; way < micros.length; way++) {
      Spread.of(micros[way]).addTo(figures, section, ways.get(way).name() + MICROSECONDS);
    }
    for (int way = 1; way < ratios.length; way++) {
      String ratio = ways.get(way).name() + " / " + ways.get(0).name();
      Spread.of(ratios[way]).addTo(figures, section, ratio);
    }
  }
}
