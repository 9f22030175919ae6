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
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.SeenEvent;
import io.sessionfold.sequence.SeenKey;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.sequence.SequencerState;
import io.sessionfold.sequence.SessionHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The changes that sequencing makes of a workload, without Kafka. */
final class SequencedSessions {
  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  private final Sequencer sequencer =
      new Sequencer(new EventReader(Limits.DEFAULTS), Limits.DEFAULTS, new Unrepeated());
  private final Consumer<Applied> changes;
  private int offset;

  private SequencedSessions(Consumer<Applied> changes) {
    this.changes = changes;
  }

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
    List<Applied> changes = new ArrayList<>(workload.events());
    forEach(workload, changes::add);
    return changes;
  }

  /** Hands over each change in the order of the journal; of them nothing is kept. */
  static void forEach(Messages messages, Consumer<Applied> changes) {
    messages.forEach(new SequencedSessions(changes)::add);
  }

  private void add(SessionKey session, JsonText data) {
    Change change = sequencer.sequence(record(session, offset++, data), false);
    if (!(change instanceof Applied applied)) {
      throw new IllegalStateException("an event of a workload is applied: " + change);
    }
    changes.accept(applied);
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

  /** Remembers no event: none comes twice. */
  private static final class Unrepeated implements SequencerState {
    private final MemoryState rest = new MemoryState();

    @Override
    public @Nullable SeenEvent seen(SeenKey key) {
      return null;
    }

    @Override
    public void seen(SeenKey key, SeenEvent event) {}

    @Override
    public @Nullable SessionHead head(SessionKey session) {
      return rest.head(session);
    }

    @Override
    public void head(SessionKey session, SessionHead head) {
      rest.head(session, head);
    }

    @Override
    public @Nullable PageFacts page(SessionKey session, long page) {
      return rest.page(session, page);
    }

    @Override
    public void page(SessionKey session, long page, PageFacts facts) {
      rest.page(session, page, facts);
    }

    @Override
    public @Nullable JsonText metadata(SessionKey session) {
      return rest.metadata(session);
    }

    @Override
    public void metadata(SessionKey session, JsonText metadata) {
      rest.metadata(session, metadata);
    }

    @Override
    public void forget(SessionKey session, SessionHead head) {
      rest.forget(session, head);
    }
  }
}
