package io.sessionfold.cli;

import io.sessionfold.cli.show.Transcript;
import io.sessionfold.event.SessionKey;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionReader;
import io.sessionfold.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one session. */
@Command(name = "show", description = "Show one session, with all its messages.")
final class ShowCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "SESSION", description = "Session id, or tenant/session")
  private String session = "";

  @Option(names = "--json", description = "One JSON object instead of a transcript")
  private boolean json;

  ShowCommand(Console console) {
    this.console = console;
  }

  /** A session as people name it: with its tenant, or of the default tenant. */
  static SessionKey key(String name) {
    return SessionKey.parse(name.contains("/") ? name : SessionKey.DEFAULT_TENANT + "/" + name)
        .orElseThrow(() -> new CommandException(name + " is not a session: " + SessionKey.GRAMMAR));
  }

  @Override
  public Integer call() {
    SessionKey key = key(session);
    try (SessionReader reader = Readers.open(options.place())) {
      Session found =
          reader
              .session(key, Freshness.any())
              .orElseThrow(
                  () ->
                      new CommandException(
                          "there is no session " + key + "; `sessionfold sessions` lists them"));
      if (json) {
        console.out(SessionJson.whole(found).toString());
      } else {
        new Transcript(console).print(found);
      }
    }
    return 0;
  }
}
