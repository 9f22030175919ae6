package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The journal that the pointer document names, for those who read it as it grows. Connects when it
 * is first asked; thread-safe. What cannot be asked throws {@link ReadUnavailableException} within
 * the timeout of the settings.
 */
public final class ActiveJournal implements AutoCloseable {
  /**
   * The topic of a journal.
   *
   * @param identity a number that a topic of the same name that is made anew does not have
   */
  public record JournalTopic(int journal, long identity, int partitions) {
    /** The topic's name. */
    public String name() {
      return StoreNames.journal(journal);
    }

    /** The number of the partition that has the changes of a session. */
    public int partitionOf(SessionKey session) {
      return KafkaLog.partition(session, partitions);
    }

    /** One of its partitions. */
    public TopicPartition partition(int partition) {
      return new TopicPartition(name(), partition);
    }

    /** All of its partitions, in order. */
    public Collection<TopicPartition> all() {
      return IntStream.range(0, partitions).mapToObj(this::partition).toList();
    }
  }

  private final ReaderSettings settings;
  private final MongoStore store;
  private final ActiveGeneration active;
  private final KafkaLog kafka;

  private ActiveJournal(ReaderSettings settings) {
    this.settings = settings;
    store = MongoStore.open(settings);
    active = new ActiveGeneration(store);
    kafka = new KafkaLog(settings);
  }

  /**
   * The active journal of one database.
   *
   * @throws KafkaRequiredException if the settings name no Kafka
   */
  public static ActiveJournal open(ReaderSettings settings) {
    if (settings.kafka().isEmpty()) {
      throw new KafkaRequiredException("the live feed of changes");
    }
    return new ActiveJournal(settings);
  }

  /** The number of the journal that is active at this moment. */
  public int number() {
    return active.ask().pointer().journal();
  }

  /** The topic of a journal. */
  public JournalTopic topic(int journal) {
    TopicDescription topic = kafka.topic(StoreNames.journal(journal), deadline());
    return new JournalTopic(
        journal,
        topic.topicId().getMostSignificantBits() ^ topic.topicId().getLeastSignificantBits(),
        topic.partitions().size());
  }

  /** The first offset of each partition that is there. */
  public long[] beginnings(JournalTopic topic) {
    return offsets(topic, kafka.beginnings(topic.all(), deadline()));
  }

  /** The read_committed end of each partition, a next offset. */
  public long[] ends(JournalTopic topic) {
    return offsets(topic, kafka.ends(topic.all(), deadline()));
  }

  private static long[] offsets(JournalTopic topic, Map<TopicPartition, Long> offsets) {
    return topic.all().stream().mapToLong(p -> Objects.requireNonNull(offsets.get(p))).toArray();
  }

  /**
   * A read_committed consumer without a group, which starts only where it is told to.
   *
   * @param longestFetch how long the broker may hold a fetch at the end of a log
   * @param fetchBytes how much of a partition one fetch brings; a larger record comes alone
   */
  public Consumer<byte[], byte[]> consumer(Duration longestFetch, int fetchBytes) {
    return kafka.consumer(longestFetch, fetchBytes);
  }

  /** What is said when Kafka does not answer. */
  public ReadUnavailableException unavailable(String what, Throwable failure) {
    return kafka.unavailable(what, failure);
  }

  /** How long one call may take. */
  public Duration timeout() {
    return settings.timeout();
  }

  private Deadline deadline() {
    return Deadline.in(settings.timeout());
  }

  /** Disconnects. */
  @Override
  public void close() {
    kafka.close();
    store.close();
  }
}
