package io.sessionfold.projector.deadletters;

import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is absent or empty excludes none. {@code since} is inclusive,
 * {@code until} is not.
 *
 * @param session a whole session key
 * @param code one of the reasons' names
 * @param type of the event, with or without {@code io.sessionfold.} and version
 * @param positions these places of the event log and no others
 */
public record DeadLetterFilter(
    @Nullable String session,
    @Nullable String tenant,
    @Nullable String code,
    @Nullable String stage,
    @Nullable String type,
    @Nullable String topic,
    @Nullable Integer partition,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<LogPosition> positions)
    implements Predicate<DeadLetter> {
  /** All of them. */
  public static final DeadLetterFilter ALL =
      new DeadLetterFilter(null, null, null, null, null, null, null, null, null, Set.of());

  /** Copies the set. */
  public DeadLetterFilter {
    positions = Set.copyOf(positions);
  }

  /** Those at these places. */
  public static DeadLetterFilter at(Set<LogPosition> positions) {
    return new DeadLetterFilter(null, null, null, null, null, null, null, null, null, positions);
  }

  @Override
  public boolean test(DeadLetter letter) {
    return (positions.isEmpty() || positions.contains(letter.at()))
        && (session == null || session.equals(letter.session()))
        && (tenant == null || String.valueOf(letter.session()).startsWith(tenant + "/"))
        && (code == null || letter.codes().contains(code))
        && (stage == null || stage.equals(letter.stage()))
        && (type == null || isOfType(letter.header("ce_type"), type))
        && (topic == null || topic.equals(letter.at().topic()))
        && (partition == null || partition == letter.at().partition())
        && (since == null || !letter.recordedAt().isBefore(since))
        && (until == null || letter.recordedAt().isBefore(until));
  }

  private static boolean isOfType(@Nullable String found, String wanted) {
    return found != null
        && (found.equals(wanted)
            || found.equals("io.sessionfold." + wanted)
            || found.matches("io\\.sessionfold\\.\\Q" + wanted + "\\E\\.v\\d+"));
  }
}
