package io.sessionfold.cli;

import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.cli.quarantine.MarkFilter;
import io.sessionfold.cli.quarantine.MarkText;
import io.sessionfold.cli.quarantine.ReleaseReport;
import io.sessionfold.cli.quarantine.Releasing;
import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.store.QuarantineMark;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the sessions that sinks leave out, and releases them. */
@Command(
    name = "quarantine",
    description = "List, show and release sessions that a sink had to leave out.")
final class QuarantineCommand {
  private final Console console;

  QuarantineCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", description = "The sessions that are left out, the oldest first.")
  int list(
      @Mixin CommonOptions options,
      @Option(names = "--sink", paramLabel = "NAME", description = "Only of mongo or jsonl")
          @Nullable String sink,
      @Option(names = "--kind", paramLabel = "KIND", description = "Only gap or refused")
          @Nullable Kind kind,
      @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's")
          @Nullable String tenant,
      @Option(names = "--json", description = "One JSON object a line") boolean json) {
    MarkFilter filter =
        new MarkFilter(
            sink(sink), kind, tenant == null ? null : SessionNames.tenant(tenant), Set.of());
    try (MongoConnection mongo = Stores.openNow(options.mongoPlace())) {
      List<QuarantineMark> marks = filter.of(marks(options, mongo).all());
      print(marks, json);
      if (marks.isEmpty()) {
        console.say("no session is in quarantine");
      }
    }
    return 0;
  }

  @Command(name = "show", description = "Why one session is left out, of every sink that does.")
  int show(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "SESSION", description = "Session id, or tenant/session")
          String session,
      @Option(names = "--json", description = "One JSON object a line") boolean json) {
    SessionKey key = SessionNames.session(session);
    try (MongoConnection mongo = Stores.openNow(options.mongoPlace())) {
      print(found(Set.of(key), null, marks(options, mongo).all()), json);
    }
    return 0;
  }

  @Command(
      name = "release",
      description = {
        "Write what was left out, from the journal, once its cause is mended.",
        "The sink that owns the session does it; this command asks for it and waits."
      })
  int release(
      @Mixin CommonOptions options,
      @Parameters(arity = "0..*", paramLabel = "SESSION", description = "Id, or tenant/session")
          @Nullable List<String> sessions,
      @Option(names = "--all", description = "Every session that is in quarantine") boolean all,
      @Option(names = "--sink", paramLabel = "NAME", description = "Only of mongo or jsonl")
          @Nullable String sink,
      @Option(
              names = "--wait",
              paramLabel = "TIME",
              defaultValue = "30s",
              description = "How long to wait for the outcome; default: 30s")
          String wait)
      throws InterruptedException {
    if (all == (sessions != null && !sessions.isEmpty())) {
      throw CommandException.usage("release: name sessions, or --all");
    }
    Duration patience = Durations.parse("--wait", wait);
    String only = sink(sink);
    Set<SessionKey> keys =
        sessions == null
            ? Set.of()
            : sessions.stream().map(SessionNames::session).collect(Collectors.toSet());
    try (MongoConnection mongo = Stores.openNow(options.mongoPlace())) {
      MongoQuarantine quarantine = marks(options, mongo);
      List<QuarantineMark> marks = found(keys, only, quarantine.all());
      new Releasing(quarantine).request(marks);
      return new ReleaseReport(console).follow(quarantine, marks, patience);
    }
  }

  private static List<QuarantineMark> found(
      Set<SessionKey> keys, @Nullable String sink, List<QuarantineMark> all) {
    List<QuarantineMark> found = new MarkFilter(sink, null, null, keys).of(all);
    for (SessionKey key : keys) {
      if (found.stream().noneMatch(mark -> mark.session().equals(key))) {
        throw new CommandException(
            key + " is not in quarantine; `sessionfold quarantine list` shows what is");
      }
    }
    return found;
  }

  private void print(List<QuarantineMark> marks, boolean json) {
    for (QuarantineMark mark : marks) {
      console.out(json ? MarkText.json(mark).toString() : MarkText.line(console, mark));
    }
  }

  private static MongoQuarantine marks(CommonOptions options, MongoConnection mongo) {
    return new MongoQuarantine(mongo.database(options.mongoPlace().database()));
  }

  private static @Nullable String sink(@Nullable String name) {
    if (name != null && !Set.of("mongo", "jsonl").contains(name)) {
      throw CommandException.usage("--sink " + name + ": expected mongo or jsonl");
    }
    return name;
  }
}
