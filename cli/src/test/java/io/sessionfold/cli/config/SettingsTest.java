package io.sessionfold.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.cli.Place;
import io.sessionfold.sequence.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path directory;

  @Test
  void a_flag_wins_over_the_environment_and_that_over_the_file() throws IOException {
    Path file = file("settings.properties", "database=file\nfiles=file\nmongo-uri=file\n");
    Map<String, String> environment =
        Map.of("SESSIONFOLD_DATABASE", "environment", "SESSIONFOLD_FILES", "environment");
    Settings settings = Settings.read(Map.of(Setting.DATABASE, "flag"), environment, file);
    assertThat(settings.text(Setting.DATABASE)).isEqualTo("flag");
    assertThat(settings.text(Setting.FILES)).isEqualTo("environment");
    assertThat(settings.text(Setting.MONGO_URI)).isEqualTo("file");
  }

  @Test
  void yaml_is_read_with_nested_keys() throws IOException {
    Path file = file("settings.yaml", "journal:\n  page:\n    messages: 7\n");
    assertThat(read(file).integer(Setting.PAGE_MESSAGES)).isEqualTo(7);
  }

  @Test
  void yaml_is_read_with_keys_as_they_are_documented() throws IOException {
    Path file = file("settings.yml", "journal.page.messages: 7\n\"sink.batch.bytes\": 8\n");
    assertThat(read(file).integer(Setting.PAGE_MESSAGES)).isEqualTo(7);
    assertThat(read(file).integer(Setting.SINK_BATCH_BYTES)).isEqualTo(8);
  }

  @Test
  void a_list_in_yaml_is_a_list() throws IOException {
    Path flow = file("flow.yaml", "mongo.metadata-indexes: [a, b]\n");
    assertThat(read(flow).list(Setting.METADATA_INDEXES)).containsExactly("a", "b");
    Path block = file("block.yaml", "mongo:\n  metadata-indexes:\n    - a\n    - b\n");
    assertThat(read(block).list(Setting.METADATA_INDEXES)).containsExactly("a", "b");
  }

  @Test
  void yaml_that_is_none_is_told_with_its_file() throws IOException {
    Path file = file("settings.yaml", "mongo: [a\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("settings.yaml")
        .hasMessageContaining("not YAML");
  }

  @Test
  void properties_of_kafka_clients_come_from_file_and_environment() throws IOException {
    Path file =
        file("settings.properties", "kafka.security.protocol=SSL\nkafka.client.rack=here\n");
    Map<String, String> environment = Map.of("SESSIONFOLD_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    assertThat(Settings.read(Map.of(), environment, file).kafka("kafka:9092"))
        .isEqualTo(
            Map.of(
                "security.protocol",
                "SASL_SSL",
                "client.rack",
                "here",
                "bootstrap.servers",
                "kafka:9092"));
  }

  @Test
  void what_the_guarantees_rest_on_is_not_a_property_of_kafka_clients() {
    Map<String, String> environment = Map.of("SESSIONFOLD_KAFKA_ISOLATION_LEVEL", "x");
    assertThatThrownBy(() -> Settings.read(Map.of(), environment, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kafka.isolation.level")
        .hasMessageContaining("security.");
  }

  @Test
  void secrets_of_kafka_clients_are_not_shown() {
    Map<String, String> environment =
        Map.of(
            "SESSIONFOLD_KAFKA_SASL_JAAS_CONFIG", "s3cret",
            "SESSIONFOLD_KAFKA_SSL_KEYSTORE_PASSWORD", "s3cret",
            "SESSIONFOLD_KAFKA_SSL_KEYSTORE_KEY", "s3cret",
            "SESSIONFOLD_KAFKA_SASL_MECHANISM", "PLAIN");
    Map<String, String> shown = Settings.read(Map.of(), environment, null).shown();
    assertThat(shown).containsEntry("kafka.sasl.mechanism", "PLAIN").doesNotContainValue("s3cret");
    assertThat(shown).containsEntry("kafka.sasl.jaas.config", "***");
  }

  @Test
  void a_number_out_of_range_is_refused_with_its_key() {
    Map<String, String> environment = Map.of("SESSIONFOLD_JOURNAL_LIMIT_EVENT_BYTES", "9");
    assertThatThrownBy(() -> Settings.read(Map.of(), environment, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("journal.limit.event-bytes")
        .hasMessageContaining("from 1024 to 6291456");
  }

  @Test
  void times_and_ports_that_cannot_work_are_refused_with_their_key() {
    refused("SESSIONFOLD_STOP_TIMEOUT", "PT1S", "stop.timeout", "at least PT5S");
    refused("SESSIONFOLD_HEALTH_FROZEN", "PT1S", "health.frozen", "at least PT20S");
    refused("SESSIONFOLD_HEALTH_PORT", "65536", "health.port", "from 0 to 65535");
  }

  private static void refused(String variable, String value, String key, String expected) {
    assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(variable, value), null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(expected);
  }

  @Test
  void an_unknown_key_in_a_file_is_refused_by_name() throws IOException {
    Path file = file("settings.properties", "jornal.page.messages=1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("jornal.page.messages")
        .hasMessageContaining("docs/configuration.md");
  }

  @Test
  void a_value_that_cannot_be_used_is_refused_with_its_key() {
    Map<String, String> environment = Map.of("SESSIONFOLD_TOPICS_PARTITIONS", "many");
    assertThatThrownBy(() -> Settings.read(Map.of(), environment, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("topics.partitions")
        .hasMessageContaining("SESSIONFOLD_TOPICS_PARTITIONS")
        .hasMessageContaining("whole number");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThatThrownBy(() -> read(directory.resolve("missing.properties")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("missing.properties");
  }

  @Test
  void every_default_can_be_read() {
    Settings settings = Settings.read(Map.of(), Map.of(), null);
    assertThat(settings.duration(Setting.COMMIT_INTERVAL)).isPositive();
    assertThat(settings.duration(Setting.JSONL_CHECKPOINT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.list(Setting.METADATA_INDEXES)).isEmpty();
    assertThat(settings.flag(Setting.MONGO_STANDALONE)).isFalse();
  }

  @Test
  void the_default_limits_are_those_of_the_journal() {
    Settings settings = Settings.read(Map.of(), Map.of(), null);
    Place place = new Place(settings, directory, "", "", "");
    assertThat(place.limits()).isEqualTo(Limits.DEFAULTS);
  }

  @Test
  void a_password_is_not_shown() {
    Settings settings =
        Settings.read(Map.of(Setting.MONGO_URI, "mongodb://me:s3cret@host/db"), Map.of(), null);
    assertThat(settings.shown().get("mongo-uri")).isEqualTo("mongodb://me:***@host/db");
  }

  private static Settings read(Path file) {
    return Settings.read(Map.of(), Map.of(), file);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
