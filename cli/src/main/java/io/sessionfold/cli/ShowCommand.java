package io.sessionfold.cli;

import io.sessionfold.cli.show.StreamedSession;
import io.sessionfold.cli.show.Transcript;
import io.sessionfold.event.SessionKey;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionReader;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

  @Override
  public Integer call() {
    SessionKey key = SessionNames.session(session);
    try (SessionReader reader = Readers.ofDocuments(options.mongoPlace())) {
      StreamedSession found =
          StreamedSession.find(reader, key)
              .orElseThrow(
                  () ->
                      new CommandException(
                          "there is no session " + key + "; `sessionfold sessions` lists them"));
      try (Stream<Message> messages = found.messages().takeWhile(m -> !console.outClosed())) {
        if (json) {
          printJson(found.session(), messages);
        } else {
          new Transcript(console).print(found.session(), messages);
        }
      }
    }
    return 0;
  }

  /** One object, as {@link SessionJson#whole} has it, its last member a message at a time. */
  private void printJson(Session session, Stream<Message> messages) {
    String head = SessionJson.head(session).toString();
    console.outPart(head.substring(0, head.length() - 1) + ",\"messages\":[");
    Iterator<Message> each = messages.iterator();
    while (each.hasNext()) {
      console.outPart(SessionJson.message(each.next()) + (each.hasNext() ? "," : ""));
    }
    console.out("]}");
  }
}
