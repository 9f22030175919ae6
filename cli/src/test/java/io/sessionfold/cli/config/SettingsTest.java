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
    assertThat(settings.integer(Setting.JOURNAL)).isEqualTo(1);
  }

  @Test
  void yaml_is_read_with_nested_keys() throws IOException {
    Path file = file("settings.yaml", "journal:\n  page:\n    messages: 7\n");
    assertThat(read(file).integer(Setting.PAGE_MESSAGES)).isEqualTo(7);
  }

  @Test
  void an_unknown_key_in_a_file_is_refused_by_name() throws IOException {
    Path file = file("settings.properties", "jornal.number=1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("jornal.number")
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
    assertThat(settings.shown().get(Setting.MONGO_URI)).isEqualTo("mongodb://me:***@host/db");
  }

  private static Settings read(Path file) {
    return Settings.read(Map.of(), Map.of(), file);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
