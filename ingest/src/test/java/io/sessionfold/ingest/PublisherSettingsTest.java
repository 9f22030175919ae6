package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherSettingsTest {
  private static final String SERVERS = "localhost:9092";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "enable.idempotence",
        "max.in.flight.requests.per.connection",
        "retries",
        "partitioner.class",
        "partitioner.ignore.keys",
        "transactional.id",
        "key.serializer",
        "value.serializer"
      })
  void what_the_guarantees_rest_on_cannot_be_overridden(String name) {
    PublisherSettings.Builder builder =
        PublisherSettings.builder(SERVERS, "/a").clientProperty(name, "1");
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name + " is the publisher's own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap.servers", "linger.ms", "max.request.size", "buffer.memory"})
  void a_client_property_that_has_a_setting_is_refused_with_the_settings_name(String name) {
    PublisherSettings.Builder builder =
        PublisherSettings.builder(SERVERS, "/a").clientProperty(name, "1");
    assertThatThrownBy(builder::build).hasMessageContaining(name + " has a setting of its own");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    assertThatThrownBy(
            () ->
                PublisherSettings.builder(" ", "")
                    .linger(Duration.ofMinutes(2))
                    .batchBytes(1)
                    .bufferBytes(1024)
                    .maxBlock(Duration.ZERO)
                    .deliveryTimeout(Duration.ofMillis(1))
                    .build())
        .hasMessageContaining("bootstrapServers")
        .hasMessageContaining("source")
        .hasMessageContaining("linger")
        .hasMessageContaining("batchBytes")
        .hasMessageContaining("bufferBytes")
        .hasMessageContaining("maxBlock")
        .hasMessageContaining("deliveryTimeout");
  }

  @Test
  void the_text_of_settings_names_client_properties_and_hides_their_values() {
    PublisherSettings settings =
        PublisherSettings.builder(SERVERS, "/a").clientProperty("sasl.jaas.config", "hush").build();
    assertThat(settings).asString().contains("sasl.jaas.config").doesNotContain("hush");
  }

  @Test
  void kafkas_client_takes_the_properties_and_knows_them_all() {
    PublisherSettings settings =
        PublisherSettings.builder(SERVERS, "/a").clientProperty("client.id", "me").build();
    Map<String, Object> producer = ClientProperties.producer(settings);
    assertThat(ProducerConfig.configNames()).containsAll(producer.keySet());
    assertThatCode(() -> new ProducerConfig(producer)).doesNotThrowAnyException();
    assertThatCode(() -> new AdminClientConfig(ClientProperties.admin(settings)))
        .doesNotThrowAnyException();
    assertThat(producer).containsEntry("acks", "all").containsEntry("client.id", "me");
  }

  @Test
  void a_short_delivery_timeout_shortens_the_requests_too() {
    PublisherSettings settings =
        PublisherSettings.builder(SERVERS, "/a").deliveryTimeout(Duration.ofSeconds(2)).build();
    assertThatCode(() -> new ProducerConfig(ClientProperties.producer(settings)))
        .doesNotThrowAnyException();
  }

  @Test
  void a_host_that_does_not_resolve_is_refused_when_the_publisher_is_opened() {
    assertThatThrownBy(() -> EventPublisher.open(PublisherSettings.of("nowhere.invalid:1", "/a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere.invalid:1");
  }
}
