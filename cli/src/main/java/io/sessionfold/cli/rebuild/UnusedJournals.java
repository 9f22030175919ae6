package io.sessionfold.cli.rebuild;

import io.sessionfold.cli.Console;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.projector.rebuild.Drop;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Journals from which nothing is made any more. */
public final class UnusedJournals {
  /** A killed projector is a member of its group for some seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private UnusedJournals() {}

  /**
   * Deletes the journals of generations that were dropped, where nothing else is made from them.
   *
   * @param active the journal that readers are sent to
   * @throws io.sessionfold.cli.CommandException if a projector has not left one in time; the same
   *     may be tried again
   */
  public static void drop(
      Console console, Place place, Drop drop, List<Integer> generations, int active) {
    for (int generation : generations) {
      OptionalInt unused = drop.unusedJournal(generation);
      if (unused.isPresent()) {
        int journal = unused.getAsInt();
        PipelineTopics.announce(place, active);
        PipelineTopics.drop(place, journal, PATIENCE);
        console.say("dropped journal " + journal);
      }
    }
  }
}
