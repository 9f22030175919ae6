package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.rebuild.Swapping;
import io.sessionfold.projector.store.MongoConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes the last swap back. */
@Command(
    name = "rollback",
    description = "Send readers back to the generation that was retired last, which still follows.")
final class RollbackCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long it may take to catch up; default: 30s")
  private String wait = "30s";

  RollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Place place = options.place();
    try (MongoConnection mongo = Stores.openNow(place)) {
      int last = Swapping.lastRetired(mongo.database(place.database()));
      new Swapping(console, place, mongo).to(last, Durations.parse("--wait", wait));
    }
    return 0;
  }
}
