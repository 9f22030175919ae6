package io.sessionfold.cli;

import io.sessionfold.cli.show.StreamedSession;
import io.sessionfold.cli.show.Transcript;
import io.sessionfold.event.SessionKey;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionReader;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one session. */
@Command(
    name = "show",
    description = "Show one session, with all its messages, as it is or as it was.")
final class ShowCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "SESSION", description = "Session id, or tenant/session")
  private String session = "";

  @Option(
      names = "--as-of",
      paramLabel = "POINT",
      description = {
        "As it was at a revision (12), a number of changes before the current one (-1), or a",
        "time in RFC 3339; without texts that were taken back since"
      })
  private @Nullable String asOf;

  @Option(names = "--json", description = "One JSON object instead of a transcript")
  private boolean json;

  ShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SessionKey key = SessionNames.session(session);
    if (asOf == null) {
      show(key);
    } else {
      showPast(key, Points.parse("--as-of", asOf));
    }
    return 0;
  }

  private void show(SessionKey key) {
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
  }

  private void showPast(SessionKey key, AsOf point) {
    try (SessionReader reader = Readers.ofHistories(options.historyPlace())) {
      PastSession past = Points.find(reader, key, point);
      if (json) {
        console.out(SessionJson.whole(past).toString());
      } else {
        new Transcript(console).print(past);
      }
    }
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
