package io.sessionfold.projector.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.Sequencer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
  private static final Limits LIMITS = Limits.DEFAULTS;
  private final Map<String, FoundTopic> found = new LinkedHashMap<>();

  TopicCheckTest() {
    for (TopicPlan.PlannedTopic topic : new TopicPlan(1, LIMITS).topics()) {
      found.put(
          topic.name(),
          new FoundTopic(
              topic.name(),
              "id-of-" + topic.name(),
              topic.shared() ? 24 : 1,
              topic.creationConfigs()));
    }
  }

  @Test
  void topics_as_planned_have_no_problem() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void every_problem_is_told_at_once_with_its_remedy() {
    found.remove("session-dead-letters-1");
    config("agent-messages", "cleanup.policy", "compact");
    config("agent-metadata", "retention.ms", "604800000");
    config("agent-metadata", "message.timestamp.type", "CreateTime");
    assertThat(problems())
        .hasSize(4)
        .anyMatch(p -> p.startsWith("session-dead-letters-1: the topic does not exist. Create it"))
        .anyMatch(
            p ->
                p.startsWith("agent-messages: cleanup.policy is compact, it must be delete.")
                    && p.endsWith(
                        "--entity-name agent-messages --add-config cleanup.policy=delete"))
        .anyMatch(p -> p.startsWith("agent-metadata: retention.ms is 604800000, it must be -1"))
        .anyMatch(p -> p.contains("message.timestamp.type is CreateTime, it must be LogAppend"));
  }

  @Test
  void an_event_log_that_is_deleted_and_compacted_is_a_problem() {
    config("agent-messages", "cleanup.policy", "compact,delete");
    assertThat(problems()).singleElement().asString().contains("it must be delete");
  }

  @Test
  void partition_numbers_that_differ_before_there_is_a_journal_are_a_problem() {
    partitions("session-changes-1", 12);
    assertThat(problems(null))
        .singleElement()
        .asString()
        .contains("session-changes-1: it has 12 partitions, agent-messages has 24")
        .contains("recreate the one that is empty");
  }

  @Test
  void another_number_of_partitions_than_the_journal_was_made_with_is_a_problem() {
    JournalRecord record = record(LIMITS);
    List<String> shared =
        List.of("agent-messages", "agent-metadata", "session-changes-1", "session-dead-letters-1");
    shared.forEach(topic -> partitions(topic, 48));
    assertThat(problems(record))
        .hasSize(shared.size())
        .allMatch(p -> p.contains("it has 48 partitions, session-changes-1 was made with 24"))
        .allMatch(p -> p.contains("copy the events by key into a new event log"));
  }

  @Test
  void a_message_size_that_leaves_no_room_for_the_dead_letter_is_a_problem() {
    config("agent-messages", "max.message.bytes", Integer.toString(8 << 20));
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("session-dead-letters-1: max.message.bytes is 7340032")
        .contains("8388608 of agent-messages");
  }

  @Test
  void a_message_size_below_the_limit_of_events_is_a_problem() {
    config("agent-metadata", "max.message.bytes", "1048588");
    assertThat(problems()).singleElement().asString().contains("it must be 6356992 or more");
  }

  @Test
  void a_journal_without_a_record_of_its_limits_is_a_problem() {
    assertThat(problems(null)).singleElement().asString().contains("no record of its limits");
  }

  @Test
  void other_limits_than_the_journals_are_a_problem_each() {
    JournalRecord record = record(LIMITS.withPages(50, 1024));
    assertThat(problems(record))
        .containsExactlyInAnyOrder(
            "session-changes-1: it was made with page_messages 50, configured is 100. "
                + REMEDY_OF_LIMITS,
            "session-changes-1: it was made with page_bytes 1024, configured is 262144. "
                + REMEDY_OF_LIMITS);
  }

  private static final String REMEDY_OF_LIMITS =
      "Configure what it was made with, or rebuild into a new journal: sessionfold rebuild --from"
          + " events";

  @Test
  void a_topic_that_was_created_again_is_a_problem() {
    JournalRecord record = record(LIMITS);
    FoundTopic topic = found.get("agent-metadata");
    found.put(topic.name(), new FoundTopic(topic.name(), "another", 24, topic.configs()));
    assertThat(problems(record)).singleElement().asString().contains("created again");
  }

  @Test
  void the_record_of_a_journal_comes_back_as_it_was() {
    JournalRecord record = record(LIMITS);
    assertThat(JournalRecord.read(record.write())).isEqualTo(record);
    assertThat(record.limits()).hasSize(Limits.class.getRecordComponents().length);
    assertThat(JournalRecord.read(record.asDropped().write())).isEqualTo(record.asDropped());
  }

  @Test
  void limits_come_back_from_the_record_of_their_journal() {
    int[] number = {1};
    Limits each =
        new Limits(
            1024 + number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++,
            number[0]++);
    assertThat(LimitNames.limits(record(each).limits())).isEqualTo(each);
    assertThat(LimitNames.limits(Map.of())).as("names of a later release").isEqualTo(LIMITS);
  }

  @Test
  void a_record_of_an_earlier_release_is_of_the_first_version_of_sequencing_and_in_use() {
    byte[] value =
        "{\"v\":1,\"partitions\":4,\"limits\":{},\"topics\":{}}".getBytes(StandardCharsets.UTF_8);
    assertThat(JournalRecord.read(value))
        .isEqualTo(new JournalRecord(4, Map.of(), Map.of(), 1, false));
  }

  @Test
  void a_journal_that_was_dropped_or_is_of_another_version_of_sequencing_is_a_problem() {
    JournalRecord record = record(LIMITS);
    assertThat(problems(record.asDropped())).singleElement().asString().contains("was dropped");
    JournalRecord other =
        new JournalRecord(24, record.limits(), record.topics(), Sequencer.VERSION + 1, false);
    assertThat(problems(other))
        .singleElement()
        .asString()
        .contains("made by version " + (Sequencer.VERSION + 1) + " of sequencing")
        .contains("rebuild --from events");
  }

  @Test
  void the_active_journal_keeps_its_limits_while_the_configured_ones_are_those_of_any_in_use() {
    Limits other = LIMITS.withPages(50, 1024);
    Limits third = LIMITS.withPages(60, 1024);
    KnownJournals known =
        new KnownJournals(
            1,
            Map.of(
                1, new KnownJournals.Journal(LIMITS, Sequencer.VERSION, false),
                2, new KnownJournals.Journal(other, Sequencer.VERSION, false),
                3, new KnownJournals.Journal(third, Sequencer.VERSION, true)));
    assertThat(known.limits(LIMITS)).isEqualTo(LIMITS);
    assertThat(known.limits(other)).isEqualTo(LIMITS);
    assertThat(known.limits(third)).as("those of a dropped one are refused").isEqualTo(third);
    assertThat(known.last()).isEqualTo(3);
  }

  @Test
  void client_libraries_before_4_3_1_are_a_problem() {
    for (String good : List.of("4.3.1", "4.3.2-SNAPSHOT", "4.4.0", "5.0.0", "10.0")) {
      assertThat(ClientVersion.problem(good)).as(good).isEmpty();
    }
    for (String bad : List.of("4.3.0", "4.1.9", "3.9.1", "4", "unknown")) {
      assertThat(ClientVersion.problem(bad)).as(bad).isPresent();
    }
  }

  private JournalRecord record(Limits limits) {
    return JournalRecord.of(limits, 24, JournalRecord.ids(1, found));
  }

  private List<String> problems() {
    return problems(record(LIMITS));
  }

  private List<String> problems(@Nullable JournalRecord record) {
    return new TopicCheck(1, LIMITS, found)
        .check(record).problems().stream().map(TopicProblem::toString).toList();
  }

  private void partitions(String topic, int partitions) {
    FoundTopic before = found.get(topic);
    found.put(topic, new FoundTopic(topic, before.id(), partitions, before.configs()));
  }

  private void config(String topic, String key, String value) {
    FoundTopic before = found.get(topic);
    Map<String, String> configs = new HashMap<>(before.configs());
    configs.put(key, value);
    found.put(topic, new FoundTopic(topic, before.id(), before.partitions(), configs));
  }
}
