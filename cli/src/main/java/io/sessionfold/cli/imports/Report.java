package io.sessionfold.cli.imports;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Reason;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.function.Consumer;

/**
 * What became of an import. {@code published = applied + duplicate + rejected} once it is complete;
 * events that were not published are told line by line.
 */
public final class Report {
  private static final int MOST_TOLD = 20;

  private final Consumer<String> tell;
  private long sessions;
  private long messages;
  private long published;
  private long applied;
  private long duplicate;
  private long rejected;
  private long failed;

  /** A report that tells problems as they come. */
  public Report(Consumer<String> tell) {
    this.tell = tell;
  }

  void conversation(Conversation conversation) {
    sessions++;
    messages += conversation.events().size() - 1;
  }

  void published() {
    published++;
  }

  /** A line, or one event of it, that cannot be published. */
  synchronized void failed(String problem) {
    failed++;
    tell.accept(problem);
  }

  void became(Change change) {
    switch (change.outcome()) {
      case APPLIED -> applied++;
      case DUPLICATE -> duplicate++;
      case REJECTED -> {
        rejected++;
        tell((Rejected) change);
      }
    }
  }

  private void tell(Rejected change) {
    if (rejected > MOST_TOLD) {
      if (rejected == MOST_TOLD + 1) {
        tell.accept("more events were rejected; the dead letters have all of them");
      }
      return;
    }
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
  public boolean clean() {
    return failed == 0 && rejected == 0;
  }

  /** How many events were published. */
  public long count() {
    return published;
  }

  /** The counts as one object. */
  public JsonText json() {
    return new JsonWriter()
        .add("sessions", sessions)
        .add("messages", messages)
        .add("events", published)
        .add("applied", applied)
        .add("duplicate", duplicate)
        .add("rejected", rejected)
        .add("failed", failed)
        .done();
  }

  /** The counts for people. */
  @Override
  public String toString() {
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
        + (failed == 0 ? "" : "; " + failed + " problems in the file");
  }
}
