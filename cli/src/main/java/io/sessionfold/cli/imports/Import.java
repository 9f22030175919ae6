package io.sessionfold.cli.imports;

import io.sessionfold.cli.imports.Conversation.BadLine;
import io.sessionfold.ingest.CheckedEvent;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.InvalidEventException;
import io.sessionfold.journal.Reason;
import io.sessionfold.query.JournalTail;
import io.sessionfold.query.NotYetReadableException;
import io.sessionfold.query.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Publishes the conversations of a file and waits until they are readable. Repeating it changes
 * nothing; a longer file adds the rest.
 *
 * <p>A line is published whole or not at all: what came after a message that is left out would take
 * its place in the session for good. So a line that was repaired may be imported again. For the
 * same reason nothing more is published once Kafka has not acknowledged an event.
 */
public final class Import {
  /** The longest that nothing may move before the pipeline is called stuck. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private static final Duration STEP = Duration.ofSeconds(2);

  private final EventPublisher publisher;
  private final SessionReader reader;
  private final String tenant;
  private final String agent;
  private final boolean stopOnError;
  private final Instant time = Instant.now();
  private final Milestones milestones = new Milestones();

  /** An import into one tenant, of messages of one agent. */
  public Import(
      EventPublisher publisher,
      SessionReader reader,
      String tenant,
      String agent,
      boolean stopOnError) {
    this.publisher = publisher;
    this.reader = reader;
    this.tenant = tenant;
    this.agent = agent;
    this.stopOnError = stopOnError;
  }

  /**
   * Runs the import.
   *
   * @param progress told the bytes of the file that are published
   * @param waiting told how many events nothing has become of yet, while waiting
   * @throws NotYetReadableException if for a minute nothing moved of what is published
   */
  public void run(InputStream file, Report report, LongConsumer progress, LongConsumer waiting)
      throws IOException {
    try (JournalTail tail = reader.journalTail()) {
      publish(new Lines(file), report, tail, progress);
      publisher.flush();
      awaitOutcomes(tail, report, waiting);
      milestones.await(position -> reader.awaitReadable(position, STUCK));
    }
  }

  private void publish(Lines lines, Report report, JournalTail tail, LongConsumer progress)
      throws IOException {
    long number = 0;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      number++;
      if (!isBlank(line) && !publish(line, number, report, tail) && stopOnError) {
        return;
      }
      if (report.lostEvents()) {
        return;
      }
      progress.accept(lines.bytes());
    }
  }

  private boolean publish(byte[] line, long number, Report report, JournalTail tail) {
    Conversation conversation;
    try {
      conversation = Conversation.read(line, tenant, agent);
    } catch (BadLine e) {
      report.badLine(number, e.problems());
      return false;
    }
    List<String> problems = new ArrayList<>();
    List<CheckedEvent> events = checked(conversation, problems);
    if (!problems.isEmpty()) {
      report.badLine(number, problems);
      return false;
    }
    report.conversation(number, conversation);
    events.forEach(event -> publish(event, report, tail));
    return true;
  }

  private List<CheckedEvent> checked(Conversation conversation, List<String> problems) {
    List<CheckedEvent> events = new ArrayList<>();
    for (Conversation.Event event : conversation.events()) {
      try {
        events.add(
            publisher.check(conversation.session(), event.type(), event.data(), envelope(event)));
      } catch (InvalidEventException e) {
        e.reasons().forEach(reason -> problems.add(problem(event, reason)));
      }
    }
    return events;
  }

  /** Where it is in the line, though the reason says where it is in the event. */
  private static String problem(Conversation.Event event, Reason reason) {
    String inEvent = reason.pointer();
    String inMessage =
        inEvent.startsWith("/message") ? inEvent.substring("/message".length()) : inEvent;
    String place = event.place() + inMessage;
    return (place.startsWith("/") ? place.substring(1) : place) + ": " + reason.message();
  }

  private void publish(CheckedEvent event, Report report, JournalTail tail) {
    CompletableFuture<Void> unused =
        publisher
            .publish(event)
            .handle(
                (published, failure) -> {
                  if (failure != null) {
                    report.lost(String.valueOf(failure.getMessage()));
                  } else {
                    tail.expect(published);
                    milestones.add(published);
                  }
                  return (Void) null;
                })
            .toCompletableFuture();
    report.published();
  }

  private EventEnvelope envelope(Conversation.Event event) {
    Instant own = event.time();
    return EventEnvelope.ofId(event.id())
        .withSource(Conversation.SOURCE)
        .withTime(own == null ? time : own);
  }

  private void awaitOutcomes(JournalTail tail, Report report, LongConsumer waiting) {
    long last = Long.MAX_VALUE;
    long since = System.nanoTime();
    while (true) {
      waiting.accept(tail.missing());
      try {
        tail.await(STEP, report::became);
        waiting.accept(0);
        return;
      } catch (NotYetReadableException e) {
        long missing = tail.missing();
        if (missing < last) {
          last = missing;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > STUCK.toNanos()) {
          throw e;
        }
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
