package io.sessionfold.projector.topics;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.topics.TopicPlan.PlannedTopic;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Sequencer;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Compares topics with how they must be. Pure: it asks nobody. */
final class TopicCheck {
  private final int journal;
  private final Limits limits;
  private final Map<String, FoundTopic> found;
  private final List<TopicProblem> problems = new ArrayList<>();

  TopicCheck(int journal, Limits limits, Map<String, FoundTopic> found) {
    this.journal = journal;
    this.limits = limits;
    this.found = found;
  }

  /** Every problem, those of the journal's record included. */
  TopicReport check(@Nullable JournalRecord record) {
    FoundTopic messages = found.get(IngressTopic.MESSAGES.topicName());
    int partitions = messages == null ? 0 : messages.partitions();
    for (PlannedTopic planned : new TopicPlan(journal, limits).topics()) {
      FoundTopic topic = found.get(planned.name());
      if (topic == null) {
        problems.add(
            new TopicProblem(
                planned.name(),
                "the topic does not exist",
                "Create it: sessionfold topics ensure"));
      } else {
        if (planned.shared()) {
          checkPartitions(topic, partitions, record);
        }
        check(planned, topic);
      }
    }
    checkRoomForDeadLetters();
    if (problems.isEmpty() || record != null) {
      checkRecord(record, partitions);
    }
    return new TopicReport(partitions, problems);
  }

  /** A topic that grew has the later events of a session on another partition than the first. */
  private void checkPartitions(FoundTopic topic, int partitions, @Nullable JournalRecord record) {
    if (record != null && topic.partitions() != record.partitions()) {
      problems.add(
          new TopicProblem(
              topic.name(),
              "it has %d partitions, %s was made with %d"
                  .formatted(topic.partitions(), StoreNames.journal(journal), record.partitions()),
              "The number is fixed for the life of an event log and equal for all its topics, and"
                  + " Kafka cannot lower it: restore the topic, or copy the events by key into a"
                  + " new event log and start a new journal over it"));
    } else if (record == null && partitions > 0 && topic.partitions() != partitions) {
      problems.add(
          new TopicProblem(
              topic.name(),
              "it has %d partitions, %s has %d"
                  .formatted(topic.partitions(), IngressTopic.MESSAGES.topicName(), partitions),
              "The number is fixed for the life of an event log and equal for all its topics;"
                  + " recreate the one that is empty"));
    }
  }

  private void check(PlannedTopic planned, FoundTopic topic) {
    planned.configs().forEach((key, value) -> checkConfig(topic, key, value));
    if (messageBytes(topic) < planned.messageBytes()) {
      problems.add(
          config(
              topic,
              TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
              planned.messageBytes() + " or more",
              Integer.toString(planned.messageBytes())));
    }
  }

  private void checkConfig(FoundTopic topic, String key, String value) {
    if (!topic.config(key).equals(value)) {
      problems.add(config(topic, key, value, value));
    }
  }

  /** A record that the event log takes must fit into a dead letter with the reasons. */
  private void checkRoomForDeadLetters() {
    FoundTopic letters = found.get(StoreNames.deadLetters(journal));
    int more = TopicPlan.journalMessageBytes(limits) - TopicPlan.eventMessageBytes(limits);
    for (IngressTopic ingress : IngressTopic.values()) {
      FoundTopic topic = found.get(ingress.topicName());
      if (topic != null
          && letters != null
          && messageBytes(letters) - (long) messageBytes(topic) < more) {
        problems.add(
            config(
                letters,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                "%d more than the %d of %s, to leave room for the reasons"
                    .formatted(more, messageBytes(topic), topic.name()),
                Long.toString((long) messageBytes(topic) + more)));
      }
    }
  }

  private void checkRecord(@Nullable JournalRecord record, int partitions) {
    String name = StoreNames.journal(journal);
    if (record == null) {
      problems.add(
          new TopicProblem(
              name,
              "there is no record of its limits on " + TopicPlan.GENERATIONS,
              "Write it, if the journal is empty: sessionfold topics ensure. Otherwise restore "
                  + TopicPlan.GENERATIONS
                  + " from a backup"));
      return;
    }
    checkUse(record, name);
    JournalRecord actual = JournalRecord.of(limits, partitions, ids());
    record
        .limits()
        .forEach(
            (limit, value) -> {
              if (!value.equals(actual.limits().get(limit))) {
                problems.add(
                    new TopicProblem(
                        name,
                        "it was made with %s %d, configured is %s"
                            .formatted(limit, value, actual.limits().get(limit)),
                        "Configure what it was made with, or rebuild into a new journal:"
                            + " sessionfold rebuild --from events"));
              }
            });
    record
        .topics()
        .forEach(
            (topic, id) -> {
              if (found.containsKey(topic) && !id.equals(actual.topics().get(topic))) {
                problems.add(
                    new TopicProblem(
                        topic,
                        "it is not the topic that "
                            + name
                            + " was made with: it was deleted and created again",
                        "Restore the topic, or start a new journal over the event log as it is"));
              }
            });
  }

  private void checkUse(JournalRecord record, String name) {
    if (record.dropped()) {
      problems.add(
          new TopicProblem(
              name,
              "it was dropped",
              "Use the journal that readers are sent to (sessionfold generations list)"));
    }
    if (record.sequencing() != Sequencer.VERSION) {
      problems.add(
          new TopicProblem(
              name,
              "it is made by version %d of sequencing, this release has version %d"
                  .formatted(record.sequencing(), Sequencer.VERSION),
              "Let the release that made it run on until a new journal is made and swapped in:"
                  + " sessionfold rebuild --from events"));
    }
  }

  private Map<String, String> ids() {
    return JournalRecord.ids(journal, found);
  }

  private static int messageBytes(FoundTopic topic) {
    return Integer.parseInt(topic.config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
  }

  private static TopicProblem config(
      FoundTopic topic, String key, String expected, String proposed) {
    return new TopicProblem(
        topic.name(),
        "%s is %s, it must be %s".formatted(key, topic.config(key), expected),
        "Set it: kafka-configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
            .formatted(topic.name(), key, proposed));
  }
}
