package io.sessionfold.query;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Position;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.RejectionDocument;
import io.sessionfold.store.StoreNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What became of events: rejections from MongoDB, everything else from the journal. */
final class Outcomes {
  private final Watermarks watermarks;
  private final Rejections rejections;
  private final JournalLookup journal;

  Outcomes(Watermarks watermarks, Rejections rejections, JournalLookup journal) {
    this.watermarks = watermarks;
    this.rejections = rejections;
    this.journal = journal;
  }

  Map<Position, EventOutcome> of(
      ActivePointer pointer, String tenant, Position position, Deadline deadline) {
    // The watermarks first: what they cover has its rejections stored.
    Map<Integer, Watermark> reached =
        watermarks.read(pointer.documents(), position.partitions().keySet());
    Map<LogRecord, RejectionDocument> rejected = new HashMap<>();
    for (RejectionDocument found : rejections.at(pointer.documents(), position)) {
      IngressTopic.named(found.topic())
          .ifPresent(t -> rejected.put(new LogRecord(t, found.partition(), found.offset()), found));
    }
    Map<Position, EventOutcome> outcomes = new LinkedHashMap<>();
    for (LogRecord record : LogRecord.of(position)) {
      Watermark watermark = Objects.requireNonNull(reached.get(record.partition()));
      RejectionDocument rejection = rejected.get(record);
      EventOutcome outcome =
          rejection != null
              ? rejected(tenant, rejection)
              : covers(watermark, record)
                  ? found(pointer, tenant, record, watermark, deadline)
                  : new EventOutcome.Pending();
      outcomes.put(record.position(), outcome);
    }
    return outcomes;
  }

  private static EventOutcome rejected(String tenant, RejectionDocument rejection) {
    return isOf(tenant, rejection.session())
        ? new EventOutcome.Rejected(rejection.reasons())
        : new EventOutcome.Unknown();
  }

  private static boolean covers(Watermark watermark, LogRecord record) {
    long next =
        record.topic() == IngressTopic.MESSAGES ? watermark.messages() : watermark.metadata();
    return record.offset() < next;
  }

  private EventOutcome found(
      ActivePointer pointer,
      String tenant,
      LogRecord record,
      Watermark watermark,
      Deadline deadline) {
    TopicPartition partition =
        new TopicPartition(StoreNames.journal(pointer.journal()), record.partition());
    return journal
        .find(partition, record.topic(), record.offset(), watermark.journal(), deadline)
        .filter(change -> isOf(tenant, change.session()))
        .map(Outcomes::outcome)
        .orElseGet(EventOutcome.Unknown::new);
  }

  private static EventOutcome outcome(Change change) {
    if (change instanceof Change.Applied applied) {
      return new EventOutcome.Applied(applied.revision(), applied.agent(), applied.index());
    }
    if (change instanceof Change.Duplicate duplicate) {
      return new EventOutcome.Duplicate(duplicate.of());
    }
    return new EventOutcome.Rejected(((Change.Rejected) change).reasons());
  }

  private static boolean isOf(String tenant, @Nullable SessionKey session) {
    return session != null && session.tenant().equals(tenant);
  }
}
