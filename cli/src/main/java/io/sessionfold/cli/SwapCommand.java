package io.sessionfold.cli;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.rebuild.Swapping;
import io.sessionfold.projector.store.MongoConnection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends readers to a generation that was built and proved. */
@Command(
    name = "swap",
    description = {
      "Send readers to a generation that was built and proved.",
      "No reader goes back in time: sinks are held until the new one has what the old one has.",
      "What was retired before the last generations.keep swaps is dropped then."
    })
final class SwapCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--generation",
      paramLabel = "NUMBER",
      description = "Its number; default: the newest that is READY")
  private @Nullable Integer generation;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long it may take to catch up; default: 30s")
  private String wait = "30s";

  SwapCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Place place = options.place();
    try (MongoConnection mongo = Stores.openNow(place)) {
      MongoDatabase database = mongo.database(place.database());
      Swapping swapping = new Swapping(console, place, mongo);
      int to = generation == null ? Swapping.newestReady(database) : generation;
      swapping.to(to, Durations.parse("--wait", wait));
      swapping.keep(place.settings().integer(Setting.GENERATIONS_KEEP));
    }
    return 0;
  }
}
