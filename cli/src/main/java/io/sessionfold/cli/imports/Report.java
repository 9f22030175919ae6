package io.sessionfold.cli.imports;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Reason;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What became of an import. {@code published = applied + duplicate + rejected + failed} once it is
 * complete; bad lines are counted apart, nothing of them is published. Of each kind of problem the
 * first ones are told, all are counted. Thread-safe.
 */
public final class Report {
  private static final int MOST_TOLD = 20;

  private final Consumer<String> tell;
  private final Set<String> unknown = new HashSet<>();
  private long sessions;
  private long messages;
  private long published;
  private long applied;
  private long duplicate;
  private long rejected;
  private long failed;
  private long badLines;

  /** A report that tells problems as they come. */
  public Report(Consumer<String> tell) {
    this.tell = tell;
  }

  synchronized void conversation(long line, Conversation conversation) {
    sessions++;
    messages += conversation.events().size() - 1;
    for (String name : conversation.unknown()) {
      if (unknown.size() < MOST_TOLD && unknown.add(name)) {
        tell.accept(
            "line %d: member %s means nothing to an import and is left out, here and in later lines"
                .formatted(line, JsonText.of(name)));
      }
    }
  }

  synchronized void published() {
    published++;
  }

  /** A line of which nothing is published. */
  synchronized void badLine(long number, List<String> problems) {
    badLines++;
    if (isTold(badLines, "more lines are bad; they are counted")) {
      problems.stream().limit(MOST_TOLD).forEach(p -> tell.accept("line " + number + ": " + p));
      if (problems.size() > MOST_TOLD) {
        tell.accept("line %d: %d problems in all".formatted(number, problems.size()));
      }
    }
  }

  /** An event that was published and not acknowledged. */
  synchronized void lost(String problem) {
    failed++;
    if (isTold(failed, "more events were not acknowledged; they are counted")) {
      tell.accept(problem);
    }
  }

  synchronized boolean lostEvents() {
    return failed > 0;
  }

  synchronized void became(Change change) {
    switch (change.outcome()) {
      case APPLIED -> applied++;
      case DUPLICATE -> duplicate++;
      case REJECTED -> {
        rejected++;
        if (isTold(rejected, "more events were rejected; the dead letters have all of them")) {
          tell((Rejected) change);
        }
      }
    }
  }

  private boolean isTold(long soFar, String more) {
    if (soFar == MOST_TOLD + 1) {
      tell.accept(more);
    }
    return soFar <= MOST_TOLD;
  }

  private void tell(Rejected change) {
    for (Reason reason : change.reasons()) {
      tell.accept(
          change.event().id()
              + ": rejected, "
              + reason.code().wireName()
              + ": "
              + reason.message());
    }
  }

  /** Whether everything was taken. */
  public synchronized boolean clean() {
    return failed == 0 && rejected == 0 && badLines == 0;
  }

  /** The counts as one object; {@code events} are those that were published. */
  public synchronized JsonText json() {
    return new JsonWriter()
        .add("sessions", sessions)
        .add("messages", messages)
        .add("events", published)
        .add("applied", applied)
        .add("duplicate", duplicate)
        .add("rejected", rejected)
        .add("failed", failed)
        .add("bad_lines", badLines)
        .done();
  }

  /** The counts for people. */
  @Override
  public synchronized String toString() {
    return sessions
        + " sessions, "
        + messages
        + " messages; of "
        + published
        + " events "
        + applied
        + " applied, "
        + duplicate
        + " duplicate, "
        + rejected
        + " rejected"
        + (failed == 0 ? "" : ", " + failed + " not acknowledged: import again to add the rest")
        + (badLines == 0 ? "" : "; " + badLines + " bad lines, of which nothing is published");
  }
}
