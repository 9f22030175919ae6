package io.sessionfold.cli;

import io.sessionfold.journal.RejectionCode;
import io.sessionfold.journal.Times;
import io.sessionfold.projector.deadletters.DeadLetterFilter;
import io.sessionfold.projector.deadletters.LogPosition;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterOptions {
  @Option(names = "--session", paramLabel = "SESSION", description = "Id, or tenant/session")
  private @Nullable String session;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's")
  private @Nullable String tenant;

  @Option(names = "--code", paramLabel = "CODE", description = "A reason, such as unknown-target")
  private @Nullable String code;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "decode, check, deduplicate or sequence")
  private @Nullable String stage;

  @Option(names = "--type", paramLabel = "TYPE", description = "Such as message.appended")
  private @Nullable String type;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Of the event log")
  private @Nullable String topic;

  @Option(names = "--partition", paramLabel = "N", description = "Of the event log")
  private @Nullable Integer partition;

  @Option(names = "--since", paramLabel = "TIME", description = "RFC 3339, or as long ago: 2h")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "RFC 3339, or as long ago: 2h")
  private @Nullable String until;

  /** Whether nothing narrows it down. */
  boolean isEmpty() {
    return filter(List.of()).equals(DeadLetterFilter.ALL);
  }

  /** The filter, of these positions only if there are any. */
  DeadLetterFilter filter(List<String> positions) {
    Set<LogPosition> places = new HashSet<>();
    positions.forEach(text -> places.add(position(text)));
    if (code != null && Arrays.stream(RejectionCode.values()).noneMatch(this::isCode)) {
      List<String> known =
          Arrays.stream(RejectionCode.values()).map(RejectionCode::wireName).toList();
      throw CommandException.usage("--code " + code + ": expected one of " + known);
    }
    return new DeadLetterFilter(
        session == null ? null : SessionNames.session(session).toString(),
        tenant == null ? null : SessionNames.tenant(tenant),
        code,
        stage,
        type,
        topic,
        partition,
        time("--since", since),
        time("--until", until),
        places);
  }

  private boolean isCode(RejectionCode known) {
    return known.wireName().equals(code);
  }

  /** A place as the list prints it. */
  static LogPosition position(String text) {
    return LogPosition.parse(text)
        .orElseThrow(
            () ->
                CommandException.usage(
                    text + " is not a position: expected topic-partition-offset, as list prints"));
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Optional<Instant> time = Times.parse(text);
    return time.isPresent() ? time.get() : Instant.now().minus(Durations.parse(option, text));
  }
}
