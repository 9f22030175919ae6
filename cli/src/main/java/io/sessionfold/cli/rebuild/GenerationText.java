package io.sessionfold.cli.rebuild;

import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.BuiltFrom;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.GenerationStatus.Load;
import io.sessionfold.store.OwnJournal;
import io.sessionfold.store.OwnJournal.Comparison;
import io.sessionfold.store.Projection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Generations as the command line shows them. */
public final class GenerationText {
  private GenerationText() {}

  /** One line for people. */
  public static String line(GenerationStatus status, ActivePointer pointer) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                "%-4d %-12s %-18s journal %d%s  fold %d",
                status.generation(),
                status.state(pointer),
                names(status.projections()),
                status.madeFrom().journal(),
                status.madeFrom().from() == BuiltFrom.EVENTS ? " (from events)" : "",
                status.madeFrom().fold()));
    Load load = status.load();
    if (load != null && status.state(pointer).isBuilding()) {
      line.append("  ").append(progress(load));
    }
    OwnJournal own = status.ownJournal();
    if (own != null && own.comparison() != null) {
      line.append("  ").append(comparison(own.comparison(), own.accepted()));
    }
    if (status.paused()) {
      line.append("  paused");
    }
    if (status.failure() != null) {
      line.append("  ").append(status.failure());
    }
    return line.toString();
  }

  /** What differs between journals. */
  public static String comparison(Comparison found, boolean accepted) {
    return String.format(
        "%,d %s from the active journal%s",
        found.differences(),
        found.differences() == 1 ? "event differs" : "events differ",
        accepted && found.differences() > 0 ? ", accepted" : "");
  }

  /** How far a load is, or the sequencing before it. */
  public static String progress(Load load) {
    long percent = load.total() == 0 ? 100 : load.done() * 100 / load.total();
    String left = load.perSecond() == 0 ? "" : ", " + secondsLeft(load) + " s left";
    return String.format(
        "%s%d %% of %,d records, %,d a second%s",
        load.sequencing() ? "sequencing, " : "", percent, load.total(), load.perSecond(), left);
  }

  private static long secondsLeft(Load load) {
    return (load.total() - load.done()) / load.perSecond();
  }

  /** One JSON object. */
  public static JsonText json(GenerationStatus status, ActivePointer pointer) {
    Load load = status.load();
    List<JsonText> projections = new ArrayList<>();
    List<JsonText> active = new ArrayList<>();
    for (Projection projection : status.projections()) {
      projections.add(JsonText.of(projection.wireName()));
      if (pointer.generation(projection) == status.generation()) {
        active.add(JsonText.of(projection.wireName()));
      }
    }
    return new JsonWriter()
        .add("generation", status.generation())
        .add("state", status.state(pointer).name())
        .add("state_since", time(status.since()))
        .add("projections", projections)
        .add("active", active)
        .add("journal", status.madeFrom().journal())
        .add("from", status.madeFrom().from().wireName())
        .add("fold", status.madeFrom().fold())
        .add("comparison", comparison(status.ownJournal()))
        .add("paused", JsonText.trusted(Boolean.toString(status.paused())))
        .add("built_by", status.lease() == null ? null : status.lease().who())
        .add("load", load == null ? null : json(load))
        .add("failure", status.failure())
        .done();
  }

  private static @Nullable JsonText comparison(@Nullable OwnJournal own) {
    Comparison found = own == null ? null : own.comparison();
    return own == null || found == null
        ? null
        : new JsonWriter()
            .add("differences", found.differences())
            .add("in_deleted_sessions", found.inDeletedSessions())
            .add("accepted", own.accepted())
            .done();
  }

  private static JsonText json(Load load) {
    return new JsonWriter()
        .add("part", load.sequencing() ? "sequencing" : "loading")
        .add("done", load.done())
        .add("total", load.total())
        .add("per_second", load.perSecond())
        .add("seconds_left", load.perSecond() == 0 ? null : Long.valueOf(secondsLeft(load)))
        .add("at", Times.format(load.at()))
        .done();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }

  /** {@code documents, files}. */
  public static String names(Set<Projection> projections) {
    return projections.isEmpty()
        ? "nothing"
        : projections.stream().sorted().map(Projection::wireName).collect(Collectors.joining(", "));
  }
}
