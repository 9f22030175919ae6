package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.pipeline.PipelineTopics;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates and checks the topics. */
@Command(name = "topics", description = "Create and check the topics of the pipeline.")
final class TopicsCommand {
  private final Console console;

  TopicsCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "ensure",
      description = "Create the topics that are missing, and check all of them.")
  int ensure(@Mixin CommonOptions options) {
    Place place = options.kafkaPlace();
    return report(PipelineTopics.ensure(place, place.settings().integer(Setting.PARTITIONS)));
  }

  @Command(name = "check", description = "Check the topics and change nothing.")
  int check(@Mixin CommonOptions options) {
    return report(PipelineTopics.check(options.kafkaPlace()));
  }

  private int report(List<String> problems) {
    problems.forEach(console::say);
    if (problems.isEmpty()) {
      console.say("the topics are there and fit");
    }
    return problems.isEmpty() ? 0 : 1;
  }
}
