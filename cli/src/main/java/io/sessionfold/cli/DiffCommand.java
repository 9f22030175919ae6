package io.sessionfold.cli;

import io.sessionfold.cli.show.DiffTranscript;
import io.sessionfold.event.SessionKey;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.SessionDiff;
import io.sessionfold.query.SessionReader;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.PastSession;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what became of a session between two points of its history. */
@Command(
    name = "diff",
    description = {
      "Show what changed in a session between two points of its history.",
      "A point is a revision (12), a number of changes before the current one (-1), or a time in",
      "RFC 3339. Texts that were taken back since are not shown. Exit code 0, differences or none."
    })
final class DiffCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "SESSION", description = "Session id, or tenant/session")
  private String session = "";

  @Option(
      names = "--from",
      paramLabel = "POINT",
      required = true,
      description = "The earlier point; before the first change everything is new")
  private String from = "";

  @Option(names = "--to", paramLabel = "POINT", description = "The later point; default: now")
  private @Nullable String to;

  @Option(names = "--json", description = "One JSON object")
  private boolean json;

  DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SessionKey key = SessionNames.session(session);
    AsOf earlier = Points.parse("--from", from);
    AsOf later = to == null ? AsOf.NOW : Points.parse("--to", to);
    try (SessionReader reader = Readers.ofHistories(options.historyPlace())) {
      PastSession after = Points.find(reader, key, later);
      AsOf fixed = AsOf.fixed(earlier, later, after.session().revision());
      Optional<PastSession> before = reader.asOf(key, fixed, Freshness.any());
      refuseReverse(before, after);
      SessionDiff diff = SessionDiff.between(before, after);
      if (json) {
        console.out(diff.json().toString());
      } else {
        new DiffTranscript(console).print(diff);
      }
    }
    return 0;
  }

  private static void refuseReverse(Optional<PastSession> before, PastSession after) {
    long from = before.map(past -> past.session().revision()).orElse(0L);
    long to = after.session().revision();
    if (from > to) {
      throw CommandException.usage(
          "--from is revision " + from + ", after --to, which is revision " + to + ": swap them");
    }
  }
}
