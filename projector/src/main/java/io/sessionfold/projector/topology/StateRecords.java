package io.sessionfold.projector.topology;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.SeenEvent;
import io.sessionfold.sequence.SeenKey;
import io.sessionfold.sequence.SessionHead;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a projector remembers, as the records of its changelog topics: for measuring with a state
 * that took months to come about. They are byte for byte what sequencing writes. Written below a
 * projector that runs, they would be ignored until it restores, and then be believed.
 */
public final class StateRecords {
  private final int journal;
  private final int partition;

  /** Records for one partition of a journal's changelogs. */
  public StateRecords(int journal, int partition) {
    this.journal = journal;
    this.partition = partition;
  }

  /** The changelog topics of a journal, {@code seen-events} among them. */
  public static List<String> topics(int journal) {
    return Arrays.stream(StoreName.values()).map(store -> store.changelog(journal)).toList();
  }

  /** The changelog of remembered events. */
  public static String seenTopic(int journal) {
    return StoreName.SEEN.changelog(journal);
  }

  /** The last sequenced offset of an ingress topic. */
  public ProducerRecord<byte[], byte[]> position(IngressTopic topic, long offset) {
    return record(StoreName.POSITIONS, StateKeys.topic(topic), StateCodecs.position(offset));
  }

  /** An applied event. */
  public ProducerRecord<byte[], byte[]> seen(SeenKey key, SeenEvent event) {
    return record(StoreName.SEEN, StateKeys.seen(key), StateCodecs.seen(event));
  }

  /** The head of a session. */
  public ProducerRecord<byte[], byte[]> head(SessionKey session, SessionHead head) {
    return record(StoreName.HEADS, StateKeys.session(session), HeadCodec.write(head));
  }

  /** Where a page of a session begins. */
  public ProducerRecord<byte[], byte[]> page(SessionKey session, long page, PageFacts facts) {
    return record(StoreName.PAGES, StateKeys.page(session, page), StateCodecs.page(facts));
  }

  private ProducerRecord<byte[], byte[]> record(StoreName store, Bytes key, byte[] value) {
    return new ProducerRecord<>(store.changelog(journal), partition, key.get(), value);
  }
}
