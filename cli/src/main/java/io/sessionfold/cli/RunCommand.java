package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.Part;
import io.sessionfold.cli.pipeline.Pipeline;
import io.sessionfold.cli.web.WebService;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs parts of the pipeline on somebody's Kafka and MongoDB. */
@Command(name = "run", description = "Run parts of the pipeline until stopped.")
final class RunCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "PART",
      description = "One or more of: ${COMPLETION-CANDIDATES}")
  private List<Part> parts = List.of();

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Set<Part> chosen = EnumSet.copyOf(parts);
    boolean withoutMongo = EnumSet.of(Part.PROJECTOR, Part.GATEWAY).containsAll(chosen);
    Place place = withoutMongo ? options.kafkaPlace() : options.place();
    DataDirectory.prepare(place.data());
    place
        .settings()
        .shown()
        .forEach((key, value) -> console.say(value.isEmpty() ? key : key + " = " + value));
    try (Serving serving = new Serving(console, place.data(), place.settings())) {
      console.say("health: " + serving.healthUrl() + "/readyz");
      return serve(serving, place, chosen);
    }
  }

  private int serve(Serving serving, Place place, Set<Part> chosen) throws Exception {
    try (Pipeline pipeline = Pipeline.start(place, chosen, serving.registry());
        WebService web = WebService.start(place, chosen, false, serving.registry())) {
      if (!web.url().isEmpty()) {
        console.say("http: " + web.url());
      }
      return serving.untilStopped(pipeline, web, () -> console.say("ready"));
    }
  }
}
