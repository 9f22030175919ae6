package io.sessionfold.benchmarks;

import io.sessionfold.bson.BsonReading;
import io.sessionfold.bson.ReadableBson;
import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Reason;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.EventCheck;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.MemoryState;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Microseconds that each pure step of the flow takes for one event of 512 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoreBenchmarks {
  private static final int EVENTS = 1_000;
  private static final SessionKey SESSION = SessionKey.of("jmh");

  private final EventCheck check = new EventCheck(Limits.DEFAULTS);
  private final List<IngressRecord> records = new ArrayList<>();
  private final List<Change.Applied> applied = new ArrayList<>();
  private JsonText data = JsonText.NULL;
  private byte[] utf8 = {};
  private byte[] change = {};

  /** A session of {@value #EVENTS} messages, as records and as changes. */
  @Setup
  public void prepare() {
    new Workload("jmh", EVENTS, 1, 1, 512)
        .forEach(
            (session, message) ->
                records.add(SequencedSessions.record(SESSION, records.size(), message)));
    data = JsonText.trusted(new String(value(records.get(0)), StandardCharsets.UTF_8));
    utf8 = data.utf8();
    for (Change each : sequenceSession()) {
      applied.add((Change.Applied) each);
    }
    change = ChangeCodec.write(applied.get(0)).utf8();
  }

  private static byte[] value(IngressRecord record) {
    return Objects.requireNonNull(record.value());
  }

  /** Checks and compacts the JSON of an event. */
  @Benchmark
  public JsonText parseJson() throws JsonSyntaxException {
    return JsonText.parse(utf8);
  }

  /** Checks an event against schema and limits. */
  @Benchmark
  public List<Reason> checkEvent() {
    return check.check(EventType.MESSAGE_APPENDED, 1, data);
  }

  /** Makes changes of a whole session's records, state in memory; the time is that of one. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public List<Change> sequenceSession() {
    Sequencer sequencer =
        new Sequencer(new EventReader(Limits.DEFAULTS), Limits.DEFAULTS, new MemoryState());
    List<Change> changes = new ArrayList<>(EVENTS);
    for (IngressRecord record : records) {
      changes.add(sequencer.sequence(record, false));
    }
    return changes;
  }

  /** Writes a change as the journal has it. */
  @Benchmark
  public byte[] writeChange() {
    return ChangeCodec.write(applied.get(0)).utf8();
  }

  /** Reads a change of the journal. */
  @Benchmark
  public Change readChange() {
    return ChangeCodec.read(change);
  }

  /** Folds a whole session; the time is that of one message. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public Session foldSession() {
    return Session.fold(Session.before(SESSION), applied);
  }

  /** Makes readable BSON of an event's data. */
  @Benchmark
  public BsonReading readableBson() {
    return ReadableBson.of(data);
  }
}
