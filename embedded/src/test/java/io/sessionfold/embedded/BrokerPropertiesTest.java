package io.sessionfold.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {
  private static final Path LOG = Path.of("log");

  @Test
  void a_default_may_be_overridden() {
    BrokerConfig config = BrokerConfig.in(Path.of("data")).withProperty("num.io.threads", "7");
    Properties properties = BrokerProperties.of(config, LOG, 1001, 1002);
    assertThat(properties)
        .containsEntry("num.io.threads", "7")
        .containsEntry("auto.create.topics.enable", "false")
        .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:1001");
  }

  @Test
  void what_the_broker_rests_on_may_not() {
    BrokerConfig config =
        BrokerConfig.in(Path.of("data"))
            .withProperty("log.dirs", "elsewhere")
            .withProperty("listeners", "PLAINTEXT://0.0.0.0:9092");
    assertThatThrownBy(() -> BrokerProperties.of(config, LOG, 1001, 1002))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[listeners, log.dirs]");
  }
}
