package io.sessionfold.projector.topics;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.sequence.Limits;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of a journal as they must be. Everything is kept forever; the event log is stamped by
 * the brokers, the journal keeps those times.
 */
public final class TopicPlan {
  /** What a record of the event log may take beyond the event. */
  private static final int ENVELOPE_BYTES = 64 * 1024;

  /** What a change or a dead letter may take beyond the event. */
  private static final int JOURNAL_BYTES = 1024 * 1024;

  /** The compacted topic that tells what journals there are, and of swaps. */
  public static final String GENERATIONS = "session-generations";

  private static final String DELETE = TopicConfig.CLEANUP_POLICY_DELETE;
  private static final String FOREVER = "-1";

  private final List<PlannedTopic> topics;

  /**
   * A topic.
   *
   * @param shared whether it has the partitions of the event log
   * @param configs those that must have exactly these values
   * @param messageBytes the least that {@code max.message.bytes} must be
   */
  record PlannedTopic(String name, boolean shared, Map<String, String> configs, int messageBytes) {
    Map<String, String> creationConfigs() {
      Map<String, String> all = new LinkedHashMap<>(configs);
      all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(messageBytes));
      return all;
    }
  }

  /** The topics of a journal with these limits. */
  TopicPlan(int journal, Limits limits) {
    List<PlannedTopic> planned = new ArrayList<>();
    for (IngressTopic topic : IngressTopic.values()) {
      planned.add(
          new PlannedTopic(
              topic.topicName(), true, kept("LogAppendTime"), eventMessageBytes(limits)));
    }
    int bytes = journalMessageBytes(limits);
    planned.add(new PlannedTopic(StoreNames.journal(journal), true, kept("CreateTime"), bytes));
    planned.add(new PlannedTopic(StoreNames.deadLetters(journal), true, kept("CreateTime"), bytes));
    planned.add(
        new PlannedTopic(
            GENERATIONS,
            false,
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT),
            JOURNAL_BYTES));
    topics = List.copyOf(planned);
  }

  List<PlannedTopic> topics() {
    return topics;
  }

  /** {@code max.message.bytes} of the event log: an event and its envelope. */
  public static int eventMessageBytes(Limits limits) {
    return limits.eventBytes() + ENVELOPE_BYTES;
  }

  /** {@code max.message.bytes} of journal and dead letters, which say more than the event did. */
  public static int journalMessageBytes(Limits limits) {
    return limits.eventBytes() + JOURNAL_BYTES;
  }

  private static Map<String, String> kept(String timestampType) {
    Map<String, String> configs = new LinkedHashMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, DELETE);
    configs.put(TopicConfig.RETENTION_MS_CONFIG, FOREVER);
    configs.put(TopicConfig.RETENTION_BYTES_CONFIG, FOREVER);
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestampType);
    return configs;
  }
}
