package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.sequence.SequencerState;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.FixtureLog;
import io.sessionfold.testkit.FixtureLogs;
import io.sessionfold.testkit.HostileLogs;
import io.sessionfold.testkit.Journal;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A state that is bytes makes the same journal as one that is objects. */
class StreamsStateLawsTest {
  static List<FixtureLog> logs() {
    return FixtureLogs.all();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void state_that_was_written_and_read_at_each_step_makes_the_same_journal(FixtureLog log) {
    expectSameJournal(log.log());
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void hostile_values_make_the_same_journal(EventType type) {
    expectSameJournal(HostileLogs.values(type));
  }

  @Test
  void hostile_names_make_the_same_journal() {
    expectSameJournal(HostileLogs.names());
  }

  /** Each record is read twice, so that what was remembered of it is read back as well. */
  private static void expectSameJournal(EventLog log) {
    Limits limits = Journal.SMALL_PAGES;
    Journal expected = new Journal(limits);
    StreamsState bytes = withoutDecodedValues();
    Sequencer sequencer = new Sequencer(new EventReader(limits), limits, bytes);
    for (IngressRecord record : log.records()) {
      for (int time = 0; time < 2; time++) {
        Change change = sequencer.sequence(record, false);
        assertThat(change).isEqualTo(expected.append(record));
        expectSameState(change.session(), bytes, expected.state());
      }
      bytes.forgetSome(1);
    }
  }

  private static void expectSameState(
      SessionKey session, SequencerState actual, SequencerState expected) {
    assertThat(actual.head(session)).isEqualTo(expected.head(session));
    assertThat(actual.metadata(session)).isEqualTo(expected.metadata(session));
  }

  /** The state of a task that keeps nothing beside its stores. */
  private static StreamsState withoutDecodedValues() {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    for (StoreName name : StoreName.values()) {
      KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name.storeName()).get();
      context.addStateStore(store);
    }
    return new StreamsState(context, 0, 0);
  }
}
