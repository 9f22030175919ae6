package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionPage;
import io.sessionfold.query.SessionQuery;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionSummary;
import io.sessionfold.query.TimeRange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists sessions. */
@Command(name = "sessions", description = "List sessions, the last updated first.")
final class SessionsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Default: default")
  private String tenant = SessionKey.DEFAULT_TENANT;

  @Option(names = "--user", paramLabel = "USER", description = "Only this user's")
  private @Nullable String user;

  @Option(names = "--application", paramLabel = "NAME", description = "Only this application's")
  private @Nullable String application;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description = "Only those with this metadata; the key must be indexed. Repeatable")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(names = "--since", paramLabel = "TIME", description = "Updated at or after, RFC 3339")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Updated before, RFC 3339")
  private @Nullable String until;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; default: all")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", description = "One JSON object a line")
  private boolean json;

  SessionsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SessionQuery query = query();
    Place place = options.mongoPlace();
    refuseUnindexed(place);
    long left = limit;
    try (SessionReader reader = Readers.ofDocuments(place)) {
      String cursor = null;
      do {
        SessionPage page = reader.sessions(query.cursor(cursor));
        for (SessionSummary session : page.sessions()) {
          if (left-- <= 0 || console.outClosed()) {
            return 0;
          }
          console.out(json ? SessionJson.summary(session).toString() : line(session));
        }
        cursor = page.cursor();
      } while (cursor != null);
    }
    return 0;
  }

  private SessionQuery query() {
    if (limit < 0) {
      throw CommandException.usage("--limit " + limit + ": expected 0 or more");
    }
    int page = (int) Math.max(1, Math.min(limit, SessionQuery.MAX_LIMIT));
    SessionQuery query =
        SessionQuery.of(SessionNames.tenant(tenant))
            .user(user)
            .application(application)
            .updated(new TimeRange(time("--since", since), time("--until", until)))
            .sorted(SessionQuery.Order.UPDATED, true)
            .limit(page);
    try {
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        query = query.metadata(entry.getKey(), value(entry.getValue()));
      }
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--metadata: " + e.getMessage());
    }
    return query;
  }

  private void refuseUnindexed(Place place) {
    List<String> indexed = place.settings().list(Setting.METADATA_INDEXES);
    for (String key : metadata.keySet()) {
      if (!indexed.contains(key)) {
        throw CommandException.usage(
            "--metadata %s: the key is not indexed; indexed are %s. Add it to %s of the mongo sink"
                    .formatted(key, indexed, Setting.METADATA_INDEXES.key())
                + " and of this command, and restart the sink");
      }
    }
  }

  /** A value as people type it: JSON where it is JSON, else the text itself. */
  private static JsonText value(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonSyntaxException e) {
      return JsonText.of(text);
    }
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    return text == null
        ? null
        : Times.parse(text)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        option + " " + text + ": expected RFC 3339, such as 2026-03-01T00:00:00Z"));
  }

  private String line(SessionSummary s) {
    StringBuilder line = new StringBuilder();
    line.append(console.dim(Times.format(s.updatedAt()))).append("  ");
    line.append(console.bold(String.format("%-28s", Console.visible(s.key().id()))));
    line.append(String.format(" %6d messages", s.messageCount()));
    append(line, s.user());
    append(line, s.title());
    return line.toString();
  }

  private static void append(StringBuilder line, @Nullable String text) {
    if (text != null) {
      line.append("  ").append(Console.visibleLine(text));
    }
  }
}
