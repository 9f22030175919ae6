package io.sessionfold.cli;

import io.sessionfold.cli.imports.Import;
import io.sessionfold.cli.imports.Report;
import io.sessionfold.event.SessionKey;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublishFailedException;
import io.sessionfold.query.NotYetReadableException;
import io.sessionfold.query.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes conversations from a file. */
@Command(
    name = "import",
    description = {
      "Publish conversations from a JSONL file and wait until they are readable.",
      "One conversation a line: {\"id\", \"messages\": [OpenAI chat messages], \"metadata\"}.",
      "Repeating an import changes nothing; a longer file adds the rest."
    })
final class ImportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "JSONL, UTF-8")
  private Path file = Path.of("");

  @Option(names = "--agent", paramLabel = "NAME", description = "Agent of the messages")
  private String agent = "default";

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Default: default")
  private String tenant = SessionKey.DEFAULT_TENANT;

  @Option(
      names = "--on-error",
      paramLabel = "stop|continue",
      description = "At a line that cannot be published (default: continue)")
  private OnError onError = OnError.CONTINUE;

  @Option(names = "--json", description = "The counts as one JSON object")
  private boolean json;

  /** What to do at a bad line. */
  enum OnError {
    STOP,
    CONTINUE
  }

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String checkedTenant = SessionNames.tenant(tenant);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandException(file + " is not a file that can be read");
    }
    Place place = options.place();
    Report report = run(place, checkedTenant);
    console.out(json ? report.json().toString() : report.toString());
    return report.clean() ? 0 : 1;
  }

  private Report run(Place place, String checkedTenant) {
    try (ProgressBar bar = bar(Files.size(file));
        InputStream in = Files.newInputStream(file);
        SessionReader reader = Readers.open(place);
        EventPublisher publisher = Publishers.ofImport(place)) {
      Report report = new Report(problem -> console.say("sessionfold: " + problem));
      new Import(publisher, reader, checkedTenant, agent, onError == OnError.STOP)
          .run(in, report, bar::stepTo, left -> bar.setExtraMessage(left + " on their way"));
      return report;
    } catch (IOException e) {
      throw new CommandException(ExpectedFailure.file(e), e);
    } catch (PublishFailedException e) {
      throw new CommandException(
          e.getMessage() + ". What was published stays; repeat the import to add the rest", e);
    } catch (NotYetReadableException e) {
      throw new CommandException(
          "everything is published, and is not readable yet: "
              + e.getMessage()
              + ". `sessionfold status` shows what it waits for",
          e);
    }
  }

  private ProgressBar bar(long bytes) {
    return new ProgressBarBuilder()
        .setTaskName("import")
        .setInitialMax(bytes)
        .setUnit(" MiB", 1 << 20)
        .setStyle(console.watched() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(console.watched() ? 200 : 10_000)
        .setConsumer(new ProgressLines(console))
        .build();
  }
}
