package io.sessionfold.cli.rebuild;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.Console;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.verify.ProofText;
import io.sessionfold.projector.proof.ProofProgress;
import io.sessionfold.projector.proof.ProofReport;
import io.sessionfold.projector.proof.ProofSettings;
import io.sessionfold.projector.proof.ProofTarget;
import io.sessionfold.projector.proof.Source;
import io.sessionfold.projector.proof.Verification;
import io.sessionfold.projector.runner.JournalConsumer;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.store.GenerationStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;

/** Proves a generation that is held, and tells what differs. */
public final class HeldProof implements LocalRebuildPlace.Proof {
  private final Place place;
  private final MongoDatabase database;
  private final Console console;

  /** In that place. */
  public HeldProof(Place place, MongoDatabase database, Console console) {
    this.place = place;
    this.database = database;
    this.console = console;
  }

  @Override
  public List<String> of(int generation, Map<Integer, Long> vector) {
    GenerationStatus status = new GenerationRegistry(database).find(generation).orElseThrow();
    Set<Source> only = EnumSet.noneOf(Source.class);
    status.projections().forEach(p -> only.add(Source.of(p)));
    ProofTarget target =
        new ProofTarget(
            database, place.files(), generation, generation, status.madeFrom().journal(), only);
    ProofSettings settings = ProofSettings.defaults(place.data().resolve("scratch")).held(vector);
    List<String> differences = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        JournalConsumer.openForReplay(new HashMap<>(place.kafka()), "rebuild", generation)) {
      ProofReport report =
          Verification.prove(
              consumer,
              target,
              settings,
              new ProofProgress(),
              difference -> {
                String line = ProofText.line(console, difference);
                differences.add(line);
                console.out(line);
              });
      ProofText.lines(report).forEach(console::say);
    }
    return differences;
  }
}
