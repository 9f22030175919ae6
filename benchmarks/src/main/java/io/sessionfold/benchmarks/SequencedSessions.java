package io.sessionfold.benchmarks;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.MemoryState;
import io.sessionfold.sequence.Sequencer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes that sequencing makes of a workload, without Kafka. */
final class SequencedSessions {
  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  private final Sequencer sequencer =
      new Sequencer(new EventReader(Limits.DEFAULTS), Limits.DEFAULTS, new MemoryState());
  private final List<Applied> changes = new ArrayList<>();
  private int offset;

  private SequencedSessions() {}

  /** Of all sessions of a workload, each in the order of its revisions. */
  static Map<SessionKey, List<Applied>> of(Workload workload) {
    Map<SessionKey, List<Applied>> sessions = new LinkedHashMap<>();
    for (Applied change : inOrder(workload)) {
      sessions.computeIfAbsent(change.session(), key -> new ArrayList<>()).add(change);
    }
    return sessions;
  }

  /** In the order of the journal. */
  static List<Applied> inOrder(Workload workload) {
    SequencedSessions sessions = new SequencedSessions();
    workload.forEach(sessions::add);
    return sessions.changes;
  }

  private void add(SessionKey session, JsonText data) {
    Change change = sequencer.sequence(record(session, offset++, data), false);
    if (!(change instanceof Applied applied)) {
      throw new IllegalStateException("an event of a workload is applied: " + change);
    }
    changes.add(applied);
  }

  /** A message as a publisher would have written it. */
  static IngressRecord record(SessionKey session, int offset, JsonText data) {
    List<Header> headers =
        List.of(
            Header.of("ce_specversion", "1.0"),
            Header.of("ce_type", EventType.MESSAGE_APPENDED.cloudEventsType(1)),
            Header.of("ce_source", "/bench"),
            Header.of("ce_id", "e-" + offset),
            Header.of("ce_subject", session.toString()),
            Header.of("ce_time", "2026-03-01T09:00:00.000Z"),
            Header.of("content-type", "application/json"));
    return new IngressRecord(
        EventType.MESSAGE_APPENDED.topic(),
        0,
        offset,
        BEGIN.plusSeconds(offset),
        session.toString().getBytes(StandardCharsets.UTF_8),
        data.utf8(),
        headers);
  }
}
