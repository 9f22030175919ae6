package io.sessionfold.benchmarks;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.topology.StateRecords;
import io.sessionfold.sequence.AgentHead;
import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.PageHead;
import io.sessionfold.sequence.SeenEvent;
import io.sessionfold.sequence.SeenKey;
import io.sessionfold.sequence.SessionHead;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a projector remembers of messages that it sequenced: the same whenever it is made.
 *
 * @param sessions how many
 * @param eventsEach messages of each
 */
record RememberedEvents(int sessions, int eventsEach) {
  /** Sessions that got their messages in turn. */
  private static final int OPEN = 500;

  /** Heads are written with every transaction, and compaction leaves few of them. */
  private static final int EVENTS_A_HEAD = 50;

  private static final int EVENTS_A_PAGE = 100;
  private static final int MESSAGE_BYTES = 600;
  private static final String AGENT = "concierge";
  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  RememberedEvents {
    if (sessions < 1 || eventsEach < 1) {
      throw new IllegalArgumentException(
          "%d sessions of %d events: both must be positive".formatted(sessions, eventsEach));
    }
  }

  /** As near to that many events as equal sessions come. */
  static RememberedEvents of(long events, int sessions) {
    return new RememberedEvents(sessions, Math.toIntExact(events / Math.max(1, sessions)));
  }

  long events() {
    return (long) sessions * eventsEach;
  }

  /** All records of the changelogs but the positions, in an order in which they come about. */
  void forEach(
      int journal,
      int partitions,
      ToIntFunction<SessionKey> partitionOf,
      Consumer<ProducerRecord<byte[], byte[]>> record) {
    StateRecords[] byPartition =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new StateRecords(journal, partition))
            .toArray(StateRecords[]::new);
    SplittableRandom random = new SplittableRandom(42);
    for (int first = 0; first < sessions; first += OPEN) {
      SessionKey[] open =
          IntStream.range(first, Math.min(sessions, first + OPEN))
              .mapToObj(session -> SessionKey.of("remembered-" + session))
              .toArray(SessionKey[]::new);
      for (int event = 0; event < eventsEach; event++) {
        for (SessionKey session : open) {
          add(byPartition[partitionOf.applyAsInt(session)], session, event, random, record);
        }
      }
    }
  }

  private void add(
      StateRecords records,
      SessionKey session,
      int event,
      SplittableRandom random,
      Consumer<ProducerRecord<byte[], byte[]>> record) {
    SeenKey key = new SeenKey(SeenKey.sessionPart(session), digest(random));
    record.accept(records.seen(key, seen(event, digest(random))));
    if (event > 0 && event % EVENTS_A_PAGE == 0) {
      PageFacts page = new PageFacts(event + 1, Map.of(AGENT, (long) event), 0);
      record.accept(records.page(session, event / EVENTS_A_PAGE, page));
    }
    if ((event + 1) % EVENTS_A_HEAD == 0 || event + 1 == eventsEach) {
      record.accept(records.head(session, head(event + 1)));
    }
  }

  private static SeenEvent seen(int event, Digest128 content) {
    return new SeenEvent(event + 1, content, event + 1L, AGENT, (long) event);
  }

  private static SessionHead head(int revision) {
    int onPage = (revision - 1) % EVENTS_A_PAGE + 1;
    PageHead page =
        new PageHead((revision - 1) / EVENTS_A_PAGE, onPage, (long) onPage * MESSAGE_BYTES);
    AgentHead agent = new AgentHead(revision, BEGIN.plusSeconds(revision), Map.of());
    return new SessionHead(
        revision, false, revision, Map.of(AGENT, agent), page, Set.of(), Set.of(), 0, 0, 0);
  }

  private static Digest128 digest(SplittableRandom random) {
    return new Digest128(random.nextLong(), random.nextLong());
  }

  /** Says of both topics that they were sequenced up to that offset. */
  static void positions(
      int journal, int partition, long offset, Consumer<ProducerRecord<byte[], byte[]>> record) {
    StateRecords records = new StateRecords(journal, partition);
    for (IngressTopic topic : IngressTopic.values()) {
      record.accept(records.position(topic, offset));
    }
  }
}
