package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.MongoBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Reading one's own writes by position token; none of it needs Kafka. */
abstract class TokenContract extends ReaderContract {
  private static final SessionKey S = EventLog.SESSION;
  private static final Duration LONG = Duration.ofSeconds(30);

  TokenContract(MongoBackend backend) {
    super(backend);
  }

  @Override
  Projection project() {
    return new Projection(mongo, 1);
  }

  private static Position message(long offset) {
    return Position.of(IngressTopic.MESSAGES, EventLog.PARTITION, offset);
  }

  @Test
  void a_token_that_is_passed_reads_at_once() {
    projection.write(Journal.of(appended("hi"))).raise(1, 1, 0);
    assertThat(reader.session(S, Freshness.after(message(0), Duration.ZERO))).isPresent();
    assertThat(reader.session(S, Freshness.after(Position.NONE, Duration.ZERO))).isPresent();
  }

  @Test
  void many_readers_wait_for_their_write_and_then_see_it() throws Exception {
    EventLog log = EventLog.of(appended("one"));
    Journal journal = Journal.of(log);
    projection.write(journal).raise(1, 1, 0);
    List<CompletableFuture<Integer>> reads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      reads.add(
          CompletableFuture.supplyAsync(
              () ->
                  reader
                      .session(S, Freshness.after(message(1), LONG))
                      .orElseThrow()
                      .messages()
                      .size(),
              runnable -> new Thread(runnable).start()));
    }
    journal.append(log.append(appended("two")).last());
    projection.write(journal.batch(1, 2));
    assertThat(reads).noneMatch(CompletableFuture::isDone);
    projection.raise(2, 2, 0);
    for (CompletableFuture<Integer> read : reads) {
      assertThat(read.get()).isEqualTo(2);
    }
  }

  @Test
  void a_deadline_that_passes_says_how_far_behind() {
    projection.write(Journal.of(appended("hi"))).raise(1, 1, 0);
    Position position =
        message(41).merge(Position.of(IngressTopic.METADATA, EventLog.PARTITION, 6));
    long before = System.nanoTime();
    assertThatThrownBy(() -> reader.session(S, Freshness.after(position, Duration.ofMillis(200))))
        .isInstanceOf(NotYetReadableException.class)
        .hasMessageContaining("Partition 0 lacks 41 records of agent-messages and 7 of")
        .hasMessageContaining("mongo sink");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(reader.session(S, Freshness.any())).isPresent();
  }

  @Test
  void the_token_of_a_rejected_event_is_answered_with_its_reasons() {
    SessionKey other = SessionKey.of("other");
    EventLog log = EventLog.of(appended("hi").id("one"), appended("other content").id("one"));
    log.append(appended("hi").in(other));
    projection.write(Journal.of(log)).raise(3, 3, 0);
    assertThatThrownBy(() -> reader.session(S, Freshness.after(message(1), LONG)))
        .isInstanceOfSatisfying(
            EventRejectedException.class,
            rejected -> {
              assertThat(rejected.reasons()).hasSize(1);
              assertThat(rejected.reasons().get(0).code()).isEqualTo(RejectionCode.ID_REUSED);
              assertThat(rejected.position()).isEqualTo(message(1));
            })
        .hasMessageContaining("id-reused");
    assertThat(reader.session(other, Freshness.after(message(1), LONG))).isPresent();
    assertThat(reader.session(S, Freshness.after(message(0), LONG))).isPresent();
  }

  @Test
  void a_token_read_of_a_quarantined_session_is_refused_and_a_plain_one_is_not() {
    projection.write(Journal.of(appended("hi"))).raise(2, 2, 0);
    projection.mark(
        new QuarantineMark(
            1,
            "mongo",
            S,
            EventLog.PARTITION,
            1,
            2,
            2,
            WriteResult.Kind.REFUSED,
            "too large",
            Instant.parse("2026-01-01T00:00:00Z")));
    assertThatThrownBy(() -> reader.exists(S, Freshness.after(message(1), LONG)))
        .isInstanceOf(SessionQuarantinedException.class)
        .hasMessageContaining("too large")
        .hasMessageContaining("from 2 on");
    assertThat(reader.exists(S, Freshness.any())).isTrue();
  }

  @Test
  void what_needs_kafka_is_refused_without_it() {
    assertThatThrownBy(() -> reader.session(S, Freshness.fresh(LONG)))
        .isInstanceOf(KafkaRequiredException.class)
        .hasMessageContaining("bootstrap servers");
    assertThatThrownBy(() -> reader.outcome("default", message(0)))
        .isInstanceOf(KafkaRequiredException.class);
    assertThatThrownBy(() -> reader.journalTail()).isInstanceOf(KafkaRequiredException.class);
  }

  @Test
  void a_closed_reader_ends_its_waits() {
    CompletableFuture<Boolean> read =
        CompletableFuture.supplyAsync(
            () -> reader.exists(S, Freshness.after(message(0), LONG)),
            runnable -> new Thread(runnable).start());
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("sessionfold-watermarks")));
    long before = System.nanoTime();
    reader.close();
    assertThatThrownBy(read::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("this reader is closed");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
  }
}
