package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.AgentSynced;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.AgentHead;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.PageHead;
import io.sessionfold.sequence.SessionHead;
import io.sessionfold.sequence.SessionHead.StartField;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StateSizesTest {
  private static final Limits LIMITS = Limits.DEFAULTS;
  private static final String WIDE = "\ud83d\ude00";

  @Test
  void the_largest_head_is_no_larger_than_foreseen() {
    byte[] head = HeadCodec.write(largestHead());
    assertThat(head).hasSizeLessThanOrEqualTo(StateSizes.head(LIMITS));
    assertThat(head).as("nor much smaller").hasSizeGreaterThan(StateSizes.head(LIMITS) / 10 * 9);
  }

  @Test
  void the_largest_page_is_smaller_than_a_head() {
    Map<String, Long> indexes = new HashMap<>();
    largestHead().agents().keySet().forEach(agent -> indexes.put(agent, Long.MAX_VALUE));
    byte[] page =
        StateCodecs.page(new PageFacts(Long.MAX_VALUE, indexes, LIMITS.pageAdditionsBytes()));
    assertThat(page).hasSizeLessThan(StateSizes.head(LIMITS));
  }

  @Test
  void the_changelog_topics_and_the_producer_take_the_largest_value() {
    int bytes = StateSizes.changelogMessageBytes(LIMITS);
    assertThat(bytes).isGreaterThan(StateSizes.head(LIMITS));
    assertThat(bytes).isGreaterThan(LIMITS.metadataBytes());
    for (StoreName store : StoreName.values()) {
      assertThat(store.builder(LIMITS).logConfig())
          .containsEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
    }
    Limits many = manyModels();
    ProjectorSettings settings = ProjectorSettings.of("none:9092", 1, Path.of("state")).with(many);
    assertThat(StateSizes.head(many)).isGreaterThan(many.eventBytes() + (1 << 20));
    assertThat(
            new StreamsConfig(StreamsProperties.of(settings, "instance")).getProducerConfigs("p"))
        .containsEntry("max.request.size", StateSizes.changelogMessageBytes(many));
  }

  private static SessionHead largestHead() {
    Set<String> models = new TreeSet<>();
    for (int i = 0; i < LIMITS.models(); i++) {
      models.add(name(i, LIMITS.nameChars()));
    }
    Map<String, Integer> parts = new HashMap<>();
    JsonText some = JsonText.of("");
    new AgentSynced("", some, some, some, some, some, some, null)
        .parts()
        .keySet()
        .forEach(part -> parts.put(part, LIMITS.agentDataBytes()));
    Map<String, AgentHead> agents = new LinkedHashMap<>();
    for (int i = 0; i < LIMITS.agents(); i++) {
      agents.put(
          name(i, 256), new AgentHead(Long.MAX_VALUE, Instant.ofEpochMilli(1L << 60), parts));
    }
    return new SessionHead(
        Long.MAX_VALUE,
        false,
        Long.MAX_VALUE,
        agents,
        new PageHead(Long.MAX_VALUE, LIMITS.pageMessages(), Long.MAX_VALUE),
        Set.of(StartField.values()),
        models,
        LIMITS.feedbacks(),
        LIMITS.guardrailEvents(),
        LIMITS.feedbackAndGuardrailBytes());
  }

  /** A name of that many characters, as wide as they get, the last one an unpaired surrogate. */
  private static String name(int number, int characters) {
    String digits = Integer.toString(number);
    return digits + WIDE.repeat(characters - digits.length() - 1) + "\ud800";
  }

  private static Limits manyModels() {
    Limits d = LIMITS;
    return new Limits(
        1024,
        d.idBytes(),
        1024,
        d.stringBytes(),
        d.extBytes(),
        d.policiesBytes(),
        d.eventLoopMetricsBytes(),
        d.replacementBytes(),
        d.pageAdditionsBytes(),
        d.metadataBytes(),
        1000,
        d.agentDataBytes(),
        d.agentsDataBytes(),
        1000,
        d.feedbacks(),
        d.guardrailEvents(),
        d.feedbackAndGuardrailBytes(),
        d.pageMessages(),
        d.pageBytes());
  }
}
