package io.sessionfold.cli;

import io.sessionfold.cli.export.FlatfileExport;
import io.sessionfold.event.SessionKey;
import io.sessionfold.query.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes folded snapshots of sessions as files. */
@Command(
    name = "export",
    description = "Write sessions as files: what they are, not how they grew.")
final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(
      paramLabel = "DIR",
      description = "Where to; made if it is not there. One directory is of one tenant")
  private Path directory = Path.of(".");

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      required = true,
      description = {
        "flatfile: users/<user>/sessions/<session>.jsonl and <session>.json;",
        "sessions without a user: sessions/<session>.jsonl and <session>.json"
      })
  private Layout layout = Layout.flatfile;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Default: default")
  private String tenant = SessionKey.DEFAULT_TENANT;

  /** The layouts, named as on the command line. */
  enum Layout {
    flatfile
  }

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (SessionReader reader = Readers.ofDocuments(options.mongoPlace())) {
      FlatfileExport export = new FlatfileExport(reader, directory.toAbsolutePath());
      FlatfileExport.Counts counts =
          switch (layout) {
            case flatfile -> export.write(SessionNames.tenant(tenant));
          };
      console.say(
          counts.sessions() + " sessions, " + counts.messages() + " messages in " + directory);
    } catch (IOException e) {
      throw new CommandException(
          "the export into "
              + directory
              + " ended: "
              + ExpectedFailure.file(e)
              + "; check space and rights, and repeat it",
          e);
    }
    return 0;
  }
}
