package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class ProjectorSettingsTest {
  private static final ProjectorSettings DEFAULTS =
      ProjectorSettings.of("localhost:9092", 3, Path.of("state"));

  @Test
  void what_correctness_relies_on_cannot_be_set() {
    for (String key :
        List.of(
            "processing.guarantee",
            "isolation.level",
            "consumer.isolation.level",
            "main.consumer.auto.offset.reset",
            "producer.acks",
            "enable.idempotence",
            "application.id",
            "transactional.id")) {
      assertThatThrownBy(() -> with(Map.of(key, "x"))).as(key).hasMessageContaining(key);
    }
  }

  @Test
  void security_and_connections_can_be_set() {
    Properties properties =
        StreamsProperties.of(with(Map.of("security.protocol", "SASL_SSL")), "instance");
    assertThat(properties)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("application.id", "sessionfold-j3")
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("ensure.explicit.internal.resource.naming", true);
    assertThat(new StreamsConfig(properties).getProducerConfigs("p"))
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.request.size", 7 << 20);
    assertThat(new StreamsConfig(properties).getMainConsumerConfigs("g", "c", 0))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("group.instance.id", "instance-0");
  }

  @Test
  void values_that_cannot_work_are_refused_with_what_is_expected() {
    assertThatThrownBy(() -> DEFAULTS.withThreads(0))
        .hasMessage("projector.threads is 1 to 64; it is 0");
    assertThatThrownBy(() -> DEFAULTS.withCommitInterval(Duration.ofMinutes(1)))
        .hasMessage("projector.commit-interval is 10 ms to 5 s; it is PT1M");
  }

  private static ProjectorSettings with(Map<String, String> client) {
    return new ProjectorSettings(
        DEFAULTS.bootstrapServers(),
        DEFAULTS.journal(),
        DEFAULTS.limits(),
        DEFAULTS.stateDirectory(),
        DEFAULTS.threads(),
        DEFAULTS.standbyReplicas(),
        DEFAULTS.replicationFactor(),
        DEFAULTS.commitInterval(),
        DEFAULTS.cacheBytes(),
        DEFAULTS.rocksDbBytes(),
        DEFAULTS.merging(),
        client);
  }
}
