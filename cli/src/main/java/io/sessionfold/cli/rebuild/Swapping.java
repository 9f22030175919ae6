package io.sessionfold.cli.rebuild;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Console;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.projector.rebuild.Drop;
import io.sessionfold.projector.rebuild.RebuildException;
import io.sessionfold.projector.rebuild.Swap;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.SessionsView;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Swaps, and says what came of it. */
public final class Swapping {
  private final Console console;
  private final Place place;
  private final MongoConnection mongo;

  /** In one place. */
  public Swapping(Console console, Place place, MongoConnection mongo) {
    this.console = console;
    this.place = place;
    this.mongo = mongo;
  }

  /** The newest generation that was proved. */
  public static int newestReady(MongoDatabase database) {
    ActivePointer pointer = new Generations(database).read().orElse(ActivePointer.FIRST);
    return new GenerationRegistry(database)
        .newestReady(pointer)
        .map(GenerationStatus::generation)
        .orElseThrow(
            () ->
                new CommandException(
                    "no generation is READY: build one with `sessionfold rebuild`, see"
                        + " `sessionfold generations list`"));
  }

  /** The generation that was retired last. */
  public static int lastRetired(MongoDatabase database) {
    ActivePointer pointer = new Generations(database).read().orElse(ActivePointer.FIRST);
    return new GenerationRegistry(database)
        .retired(pointer).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        "no generation is RETIRED: there is nothing to go back to; see"
                            + " `sessionfold generations list`"));
  }

  /** Drops the generations that were retired, but the last ones. */
  public void keep(int keep) throws InterruptedException {
    try (KafkaFacts kafka = new KafkaFacts(place)) {
      MongoDatabase database = mongo.database(place.database());
      Drop drop = new Drop(database, place.files(), kafka::deleteGroup);
      List<Integer> dropped = drop.allBut(keep);
      dropped.forEach(generation -> console.say("generation " + generation + " is dropped"));
      UnusedJournals.drop(
          console, place, drop, dropped, new Generations(database).readOrCreate().journal());
    } catch (RebuildException | CommandException e) {
      console.say("what was retired before is not dropped: " + e.getMessage());
    }
  }

  /** Swaps to a generation. */
  public void to(int generation, Duration patience) throws InterruptedException {
    MongoDatabase database = mongo.database(place.database());
    try (KafkaFacts kafka = new KafkaFacts(place)) {
      announce(new Generations(database).readOrCreate().journal());
      long began = System.nanoTime();
      ActivePointer now =
          new Swap(database, journal -> ends(kafka, journal)).to(generation, patience);
      SessionsView.show(mongo, place.database(), now.documents());
      announce(now.journal());
      console.say(
          String.format(
              "readers are sent to documents of generation %d and files of generation %d (%d ms)",
              now.documents(),
              now.files(),
              Duration.ofNanos(System.nanoTime() - began).toMillis()));
    }
  }

  /** The pointer has moved: what is told to consumers of journals must not make that a failure. */
  private void announce(int journal) {
    try {
      PipelineTopics.announce(place, journal);
    } catch (CommandException e) {
      console.say(
          "consumers of journals are not told that it is journal "
              + journal
              + " now ("
              + e.getMessage()
              + "); a process that runs sinks tells them as soon as it can");
    }
  }

  /** The read_committed ends of a journal, by partition. */
  static Map<Integer, Long> ends(KafkaFacts kafka, int journal) {
    String topic = StoreNames.journal(journal);
    Map<Integer, Long> ends = new HashMap<>();
    kafka
        .ends(topic, kafka.partitions(topic))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }
}
