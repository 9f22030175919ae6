package io.sessionfold.cli.pipeline;

import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.projector.topics.TopicProblem;
import io.sessionfold.projector.topics.TopicReport;
import io.sessionfold.projector.topics.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** The topics of a pipeline. */
public final class PipelineTopics {
  private PipelineTopics() {}

  /** Creates what is missing and returns what is wrong with the topics, remedies included. */
  public static List<String> ensure(Place place, int partitions) {
    try (Topics topics = open(place)) {
      return problems(
          topics.ensure(
              place.journal(),
              partitions,
              place.settings().integer(Setting.REPLICATION_FACTOR),
              place.limits()));
    }
  }

  /** Returns what is wrong with the topics and changes nothing. */
  public static List<String> check(Place place) {
    try (Topics topics = open(place)) {
      return problems(topics.check(place.journal(), place.limits()));
    }
  }

  private static Topics open(Place place) {
    return new Topics(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, place.bootstrapServers()));
  }

  private static List<String> problems(TopicReport report) {
    return report.problems().stream().map(TopicProblem::toString).toList();
  }
}
