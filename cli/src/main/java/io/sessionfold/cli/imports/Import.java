package io.sessionfold.cli.imports;

import io.sessionfold.cli.imports.Conversation.BadLine;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.InvalidEventException;
import io.sessionfold.journal.Position;
import io.sessionfold.query.JournalTail;
import io.sessionfold.query.NotYetReadableException;
import io.sessionfold.query.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the conversations of a file and waits until they are readable. Repeating it changes
 * nothing; a longer file adds the rest.
 */
public final class Import {
  /** The longest that nothing may become of events before the pipeline is called stuck. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private static final Duration STEP = Duration.ofSeconds(2);

  private final EventPublisher publisher;
  private final SessionReader reader;
  private final String tenant;
  private final String agent;
  private final boolean stopOnError;
  private final Instant time = Instant.now();
  private final AtomicReference<Position> position = new AtomicReference<>(Position.NONE);

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
   */
  public void run(InputStream file, Report report, LongConsumer progress, LongConsumer waiting)
      throws IOException {
    try (JournalTail tail = reader.journalTail()) {
      publish(new Lines(file), report, tail, progress);
      publisher.flush();
      awaitOutcomes(tail, report, waiting);
      reader.awaitReadable(position.get(), STUCK);
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
      progress.accept(lines.bytes());
    }
  }

  private boolean publish(byte[] line, long number, Report report, JournalTail tail) {
    Conversation conversation;
    try {
      conversation = Conversation.read(line, tenant, agent);
    } catch (BadLine e) {
      report.failed("line " + number + ": " + e.getMessage());
      return false;
    }
    report.conversation(conversation);
    boolean good = true;
    for (Conversation.Event event : conversation.events()) {
      String problem = publish(conversation, event, report, tail);
      if (problem != null) {
        report.failed("line " + number + ": " + problem);
        good = false;
        if (stopOnError) {
          return false;
        }
      }
    }
    return good;
  }

  private @Nullable String publish(
      Conversation conversation, Conversation.Event event, Report report, JournalTail tail) {
    try {
      CompletableFuture<Void> unused =
          publisher
              .publish(conversation.session(), event.type(), event.data(), envelope(event))
              .handle(
                  (published, failure) -> {
                    if (failure != null) {
                      report.failed(String.valueOf(failure.getMessage()));
                    } else {
                      tail.expect(published);
                      position.accumulateAndGet(published, Position::merge);
                    }
                    return (Void) null;
                  })
              .toCompletableFuture();
      report.published();
      return null;
    } catch (InvalidEventException e) {
      return e.getMessage();
    }
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
