package io.sessionfold.cli;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.rebuild.GenerationText;
import io.sessionfold.cli.rebuild.UnusedJournals;
import io.sessionfold.projector.rebuild.Drop;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Projection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the generations of projections, and drops those that nobody reads. */
@Command(name = "generations", description = "List and drop generations of the projections.")
final class GenerationsCommand {
  private final Console console;

  GenerationsCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", description = "Every generation that is there, and its state.")
  int list(
      @Mixin CommonOptions options,
      @Option(names = "--all", description = "Those that were dropped as well") boolean all,
      @Option(names = "--json", description = "One JSON object a line") boolean json) {
    Place place = options.mongoPlace();
    try (MongoConnection mongo = Stores.openNow(place)) {
      MongoDatabase database = mongo.database(place.database());
      ActivePointer pointer = new Generations(database).read().orElse(ActivePointer.FIRST);
      List<GenerationStatus> found = new GenerationRegistry(database).all();
      for (GenerationStatus status : found) {
        if (all || status.state(pointer) != GenerationState.DROPPED) {
          console.out(
              json
                  ? GenerationText.json(status, pointer).toString()
                  : GenerationText.line(status, pointer));
        }
      }
      if (found.isEmpty()) {
        console.say("there is no generation yet: no sink has run");
      }
    }
    return 0;
  }

  @Command(
      name = "drop",
      description = {
        "Delete the documents and files of a generation that is not active.",
        "Of one that is active in part, what is not active goes.",
        "A journal that nothing is made from any more goes with it: its topics and its state."
      })
  int drop(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "GENERATION", description = "Its number") int generation)
      throws InterruptedException {
    Place place = options.place();
    try (MongoConnection mongo = Stores.openNow(place);
        KafkaFacts kafka = new KafkaFacts(place)) {
      MongoDatabase database = mongo.database(place.database());
      Drop drop = new Drop(database, place.files(), kafka::deleteGroup);
      Set<Projection> gone = drop.generation(generation);
      console.say("dropped of generation " + generation + ": " + GenerationText.names(gone));
      UnusedJournals.drop(
          console,
          place,
          drop,
          List.of(generation),
          new Generations(database).readOrCreate().journal());
    }
    return 0;
  }
}
