package io.sessionfold.cli.pipeline;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.projector.topics.KnownJournals;
import io.sessionfold.projector.topics.TopicProblem;
import io.sessionfold.projector.topics.TopicReport;
import io.sessionfold.projector.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/** The topics of a pipeline. */
public final class PipelineTopics {
  private PipelineTopics() {}

  /**
   * Creates what is missing and returns what is wrong with the topics, remedies included. The
   * journal is the one that readers are sent to.
   */
  public static List<String> ensure(Place place, int partitions) {
    return ask(
        place,
        topics -> {
          KnownJournals known = topics.journals();
          return topics.ensure(
              known.active(),
              partitions,
              place.settings().integer(Setting.REPLICATION_FACTOR),
              known.limits(place.limits()));
        });
  }

  /**
   * Creates and records the topics of a journal beside the active one, with the limits of this
   * process, and returns what is wrong with them.
   */
  public static List<String> make(Place place, int journal) {
    return ask(
        place,
        topics ->
            topics.ensure(
                journal,
                place.settings().integer(Setting.PARTITIONS),
                place.settings().integer(Setting.REPLICATION_FACTOR),
                place.limits()));
  }

  /** Returns what is wrong with the topics and changes nothing. */
  public static List<String> check(Place place) {
    return ask(
        place,
        topics -> {
          KnownJournals known = topics.journals();
          return topics.check(known.active(), known.limits(place.limits()));
        });
  }

  /** The journals that are recorded, and which one readers are sent to. */
  public static KnownJournals journals(Place place) {
    return with(place, Topics::journals);
  }

  /** Tells consumers of journals which one readers are sent to. */
  public static void announce(Place place, int journal) {
    boolean unused =
        with(
            place,
            topics -> {
              topics.announce(journal);
              return true;
            });
  }

  /**
   * Deletes a journal that nothing is made from any more; may be repeated.
   *
   * @param patience how long projectors may take to leave it
   */
  public static void drop(Place place, int journal, Duration patience) {
    boolean unused =
        with(
            place,
            topics -> {
              try {
                topics.drop(journal, patience);
                return true;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException("interrupted; drop the generation again", e);
              }
            });
  }

  private static List<String> ask(Place place, Function<Topics, TopicReport> question) {
    return with(place, question).problems().stream().map(TopicProblem::toString).toList();
  }

  /**
   * Asks, and closes.
   *
   * @throws CommandException if the brokers give no answer
   */
  public static <T> T with(Place place, Function<Topics, T> question) {
    try (Topics topics = new Topics(new HashMap<>(place.kafka()))) {
      return question.apply(topics);
    } catch (IllegalStateException e) {
      throw new CommandException(
          "Kafka at "
              + place.bootstrapServers()
              + ": "
              + e.getMessage()
              + " ("
              + Setting.BOOTSTRAP_SERVERS.key()
              + ", kafka.*)",
          e);
    }
  }
}
