package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.StatusFile;
import io.sessionfold.cli.status.Progress;
import io.sessionfold.cli.status.Stage;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far the pipeline is. */
@Command(
    name = "status",
    description = "Lag by stage and partition, rates over a second, and the last errors.")
final class StatusCommand implements Callable<Integer> {
  private static final long SAMPLE_MILLIS = 1000;

  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--json", description = "One JSON object")
  private boolean json;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Place place = options.place();
    try (Progress progress = new Progress(place)) {
      List<Stage> before = progress.stages();
      long start = System.nanoTime();
      Thread.sleep(SAMPLE_MILLIS);
      List<Stage> after = progress.stages();
      double seconds = (System.nanoTime() - start) / 1e9;
      List<JsonText> processes = processes(place.data());
      if (json) {
        console.out(json(before, after, seconds, processes).toString());
      } else {
        print(before, after, seconds, processes);
      }
    }
    return 0;
  }

  private static double rate(Stage before, Stage after, double seconds) {
    return (after.position() - before.position()) / seconds;
  }

  private static JsonText json(
      List<Stage> before, List<Stage> after, double seconds, List<JsonText> processes) {
    List<JsonText> stages = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      stages.add(after.get(i).json(rate(before.get(i), after.get(i), seconds)));
    }
    return new JsonWriter().add("stages", stages).add("processes", processes).done();
  }

  private void print(
      List<Stage> before, List<Stage> after, double seconds, List<JsonText> processes) {
    console.out(console.bold(row("stage", "topic", "lag", "rate/s") + "lag by partition"));
    for (int i = 0; i < after.size(); i++) {
      Stage stage = after.get(i);
      long rate = Math.round(rate(before.get(i), stage, seconds));
      List<String> lags = new ArrayList<>();
      stage.partitions().forEach((number, at) -> lags.add(number + ":" + at.lag()));
      console.out(
          row(stage.name(), stage.topic(), Long.toString(stage.lag()), Long.toString(rate))
              + String.join(" ", lags));
    }
    for (JsonText process : processes) {
      console.out("");
      printProcess(process.members());
    }
  }

  private void printProcess(Map<String, JsonText> process) {
    console.out(console.bold("process " + process.get("pid")));
    JsonText projector = process.get("projector");
    if (projector != null) {
      part("projector", projector.members());
    }
    for (JsonText sink : process.getOrDefault("sinks", JsonText.trusted("[]")).elements()) {
      Map<String, JsonText> members = sink.members();
      JsonText generation = members.get("generation");
      part(
          members.get("sink").string() + "-sink" + (generation == null ? "" : " g" + generation),
          members);
    }
  }

  private void part(String name, Map<String, JsonText> part) {
    console.out(
        String.format("  %-14s %s", name, part.get("state").string())
            + told(" · ", part.get("reason"))
            + counted(part.get("quarantined"), " quarantined")
            + told(" · last error ", part.get("last_error_at"))
            + told(": ", part.get("last_error")));
  }

  private static String told(String before, @Nullable JsonText text) {
    return text == null ? "" : before + Console.visible(text.string());
  }

  private static String counted(@Nullable JsonText count, String what) {
    return count == null || count.integer() == 0 ? "" : " · " + count + what;
  }

  private static String row(String stage, String topic, String lag, String rate) {
    return String.format("%-12s %-20s %10s %10s  ", stage, topic, lag, rate);
  }

  private static List<JsonText> processes(Path data) {
    try {
      return StatusFile.readAll(data);
    } catch (IOException e) {
      throw new CommandException("the status of the parts: " + ExpectedFailure.file(e), e);
    }
  }
}
