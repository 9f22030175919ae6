package io.sessionfold.cli.pipeline;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.projector.topics.TopicProblem;
import io.sessionfold.projector.topics.TopicReport;
import io.sessionfold.projector.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/** The topics of a pipeline. */
public final class PipelineTopics {
  private PipelineTopics() {}

  /** Creates what is missing and returns what is wrong with the topics, remedies included. */
  public static List<String> ensure(Place place, int partitions) {
    return ask(
        place,
        topics ->
            topics.ensure(
                place.journal(),
                partitions,
                place.settings().integer(Setting.REPLICATION_FACTOR),
                place.limits()));
  }

  /** Returns what is wrong with the topics and changes nothing. */
  public static List<String> check(Place place) {
    return ask(place, topics -> topics.check(place.journal(), place.limits()));
  }

  private static List<String> ask(Place place, Function<Topics, TopicReport> question) {
    try (Topics topics = new Topics(new HashMap<>(place.kafka()))) {
      return question.apply(topics).problems().stream().map(TopicProblem::toString).toList();
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
