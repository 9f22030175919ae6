package io.sessionfold.benchmarks;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.projector.proof.ProofProgress;
import io.sessionfold.projector.proof.ProofReport;
import io.sessionfold.projector.proof.ProofSettings;
import io.sessionfold.projector.proof.ProofTarget;
import io.sessionfold.projector.proof.Source;
import io.sessionfold.projector.proof.Verification;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.store.ActivePointer;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast documents, files and log are proved to say the same. */
@Command(
    name = "verify",
    description = {
      "Write sessions with a whole pipeline, then compare documents, files and log.",
      "Broker, projector, sinks and the comparison run in this JVM, mongod beside it."
    })
final class VerifyBench implements Callable<Integer> {
  private static final String SPEED = "verify";
  private static final String HEAP = "heap of this JVM, MiB";

  @Option(names = "--messages", description = "To compare (default: ${DEFAULT-VALUE})")
  private int messages = 1_000_000;

  @Option(names = "--sessions", description = "That they belong to (default: ${DEFAULT-VALUE})")
  private int sessions = 20_000;

  @Option(names = "--bytes", description = "Data of an event (default: ${DEFAULT-VALUE})")
  private int bytes = 512;

  @Option(names = "--rounds", description = "Of the comparison (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Mixin private MongodOption mongod = new MongodOption();
  @Mixin private FiguresOption output = new FiguresOption();

  @Override
  public Integer call() throws Exception {
    Workload workload = new Workload("verify", messages, sessions, sessions, bytes);
    Figures figures = new Figures();
    try (LocalPipeline pipeline = LocalPipeline.start(mongod.path(), true)) {
      System.err.println("writing " + messages + " messages");
      double[] unused = new PipelineRun(pipeline).publish(workload, 1, false);
      pipeline.awaitIdle();
      System.err.println("comparing");
      measure(pipeline, figures);
    }
    System.out.println(output.text(figures));
    return 0;
  }

  private void measure(LocalPipeline pipeline, Figures figures) {
    double[] rates = new double[rounds];
    HeapPeak heap = HeapPeak.watch();
    System.gc();
    heap.reset();
    for (int round = 0; round < rounds; round++) {
      ProofReport report = prove(pipeline);
      if (!report.equal() || report.messages() != messages) {
        throw new CommandException("what was compared is not what was written: " + report);
      }
      rates[round] = report.messages() / report.seconds();
    }
    Spread.of(rates).addTo(figures, SPEED, "messages a second");
    figures.add(HEAP, "limit", Runtime.getRuntime().maxMemory() / 1048576.0);
    figures.add(HEAP, "most in use after a collection", heap.mebibytes());
  }

  private static ProofReport prove(LocalPipeline pipeline) {
    Place place = pipeline.place();
    MongoDatabase database = pipeline.mongo().getDatabase(place.database());
    ProofTarget target =
        ProofTarget.active(
            database, place.files(), ActivePointer.FIRST, Set.of(Source.DOCUMENTS, Source.FILES));
    ProofSettings settings = ProofSettings.defaults(place.data().resolve("scratch"));
    try (Consumer<byte[], byte[]> consumer =
        JournalConsumer.openForReplay(place.kafka(), "verify", target.documentGeneration())) {
      return Verification.prove(
          consumer, target, settings, new ProofProgress(), System.err::println);
    }
  }
}
