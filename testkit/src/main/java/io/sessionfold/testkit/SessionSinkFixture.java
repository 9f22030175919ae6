package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sink on a store of its own, and what {@link SessionSinkContract} does with it. */
abstract class SessionSinkFixture {
  static final Set<Integer> PARTITIONS = Set.of(EventLog.PARTITION);
  static final int PAGE = 3;

  SessionSink sink;

  /** A further sink on the store of this test. */
  protected abstract SessionSink open();

  /** The session as the store has it; {@link Session#before} if it has none. */
  protected abstract Session read(SessionKey session);

  /** Everything that the store holds, as text that shows every string in it. */
  protected abstract String dump();

  @BeforeEach
  void openTheSink() {
    sink = open();
    assertThat(sink.acquire(PARTITIONS)).isEqualTo(PARTITIONS);
  }

  @AfterEach
  void closeTheSink() {
    sink.close();
  }

  /** The sink ends in order, and another one that knows nothing of it has its partitions. */
  void takeOver() {
    assertThat(sink.checkpoint()).isEmpty();
    sink.release(PARTITIONS);
    sink.close();
    openTheSink();
  }

  static Pieces journal(SessionKey key, List<TestEvent> events) {
    Pieces journal = Pieces.withPagesOf(PAGE);
    events.forEach(event -> journal.add(key, event));
    return journal;
  }

  /** Writes; every change must be written or skipped. */
  WriteResult write(SessionChanges... changes) {
    WriteResult result = put(new ChangeBatch(List.of(changes), List.of()));
    int given = Stream.of(changes).mapToInt(of -> of.changes().size()).sum();
    assertThat(result.refused()).isEmpty();
    assertThat(result.written() + result.skipped()).isEqualTo(given);
    return result;
  }

  /** A write and its checkpoint, after which all of it must be there. */
  WriteResult put(ChangeBatch batch) {
    WriteResult result = sink.write(batch);
    assertThat(sink.checkpoint()).isEmpty();
    return result;
  }
}
