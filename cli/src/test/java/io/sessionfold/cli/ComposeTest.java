package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sessionfold.cli.Compose.Service;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What can be known of docker-compose.yml without Docker. {@code DockerPipelineIT} runs the
 * pipeline against its images.
 */
class ComposeTest {
  /** What is read from the environment and is no setting: where settings and data are, and logs. */
  private static final Set<String> BESIDE_THE_SETTINGS =
      Set.of(
          "SESSIONFOLD_DATA", "SESSIONFOLD_CONFIG", "SESSIONFOLD_LOG", "SESSIONFOLD_LOG_LIBRARIES");

  private final Compose compose;

  ComposeTest() throws IOException {
    compose = Compose.read();
  }

  @Test
  void it_has_kafka_mongo_the_topics_every_part_and_who_watches_them_if_asked() {
    assertThat(compose.services().keySet())
        .containsExactlyInAnyOrder(
            "kafka",
            "mongo",
            "topics",
            "projector",
            "mongo-sink",
            "jsonl-sink",
            "gateway",
            "query",
            "prometheus",
            "grafana");
    assertThat(List.of("prometheus", "grafana"))
        .allSatisfy(
            name ->
                assertThat(compose.service(name).keys())
                    .containsEntry("profiles", List.of("observability")));
    assertThat(compose.ours().map(Service::name))
        .containsExactlyInAnyOrder(
            "topics", "projector", "mongo-sink", "jsonl-sink", "gateway", "query");
  }

  @Test
  void every_foreign_image_is_pinned_to_one_release() {
    assertThat(compose.services().values())
        .filteredOn(service -> !service.isOurs())
        .allSatisfy(
            service ->
                assertThat(service.image()).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+(-[a-z]+)?"));
  }

  @Test
  void every_key_of_ours_in_an_environment_is_a_setting() {
    Set<String> known = new HashSet<>(BESIDE_THE_SETTINGS);
    Stream.of(Setting.values()).map(Setting::environmentName).forEach(known::add);
    assertThat(compose.ours())
        .allSatisfy(
            service ->
                assertThat(known)
                    .as("settings; %s sets others, which nobody would read", service.name())
                    .containsAll(service.environment().keySet()));
  }

  @Test
  void every_value_in_an_environment_is_one_that_its_setting_takes() {
    assertThat(compose.ours())
        .allSatisfy(
            service -> {
              Map<String, String> environment = new HashMap<>();
              service.environment().forEach((key, value) -> environment.put(key, value.toString()));
              Settings settings = Settings.read(Map.of(), environment, null);
              assertThat(settings.text(Setting.BOOTSTRAP_SERVERS)).isEqualTo("kafka:19092");
              assertThat(settings.text(Setting.MONGO_URI)).startsWith("mongodb://mongo:27017/");
            });
  }

  @Test
  void every_command_is_one_that_the_command_line_takes() {
    assertThat(compose.ours())
        .allSatisfy(
            service ->
                assertThatCode(
                        () ->
                            Main.commandLine(silent())
                                .parseArgs(service.command().toArray(String[]::new)))
                    .as("the command of %s, %s", service.name(), service.command())
                    .doesNotThrowAnyException());
    assertThat(compose.ours().map(Service::command))
        .containsExactlyInAnyOrder(
            List.of("topics", "ensure"),
            List.of("run", "projector"),
            List.of("run", "mongo-sink"),
            List.of("run", "jsonl-sink"),
            List.of("run", "gateway"),
            List.of("run", "query"));
  }

  @Test
  void every_service_that_goes_on_has_a_health_check_and_is_started_again() {
    assertThat(compose.services().values())
        .filteredOn(service -> !compose.isOneShot(service))
        .hasSize(9)
        .allSatisfy(
            service -> {
              assertThat(service.healthCheck()).as(service.name()).isNotEmpty();
              assertThat(service.restart()).as(service.name()).isEqualTo("unless-stopped");
              assertThat(service.keys()).as(service.name()).containsKey("stop_grace_period");
            });
    Service topics = compose.service("topics");
    assertThat(compose.isOneShot(topics)).isTrue();
    assertThat(topics.restart()).isEqualTo("no");
    assertThat(topics.healthCheckDisabled()).isTrue();
  }

  @Test
  void every_part_answers_for_its_health_and_is_not_killed_while_it_stops_in_time() {
    assertThat(compose.ours())
        .filteredOn(service -> !compose.isOneShot(service))
        .allSatisfy(
            service -> {
              Map<String, String> environment = new HashMap<>();
              service.environment().forEach((key, value) -> environment.put(key, value.toString()));
              Settings settings = Settings.read(Map.of(), environment, null);
              assertThat(settings.integer(Setting.HEALTH_PORT)).isEqualTo(8585);
              assertThat(settings.text(Setting.HEALTH_HOST)).isEqualTo("0.0.0.0");
              String grace = service.keys().get("stop_grace_period").toString();
              assertThat(Duration.parse("PT" + grace))
                  .isGreaterThan(settings.duration(Setting.STOP_TIMEOUT));
            });
  }

  @Test
  void every_file_that_a_service_is_given_is_there() {
    assertThat(compose.configs().values())
        .hasSize(5)
        .allSatisfy(
            config ->
                assertThat(Compose.checkout().resolve(Compose.map(config).get("file").toString()))
                    .isRegularFile());
  }

  @Test
  void every_part_waits_for_what_it_needs() {
    assertThat(compose.ours())
        .filteredOn(service -> !compose.isOneShot(service))
        .allSatisfy(
            service ->
                assertThat(service.dependsOn())
                    .as(service.name())
                    .containsEntry("kafka", Map.of("condition", "service_healthy"))
                    .containsEntry(
                        "topics", Map.of("condition", "service_completed_successfully")));
    assertThat(List.of("mongo-sink", "jsonl-sink", "query"))
        .allSatisfy(
            name ->
                assertThat(compose.service(name).dependsOn())
                    .containsEntry("mongo", Map.of("condition", "service_healthy")));
  }

  @Test
  void what_is_published_is_for_the_host_alone_and_on_a_port_of_its_own() {
    List<String> ports =
        compose.services().values().stream().flatMap(service -> service.ports().stream()).toList();
    assertThat(ports).allMatch(port -> port.startsWith("127.0.0.1:"));
    assertThat(ports.stream().map(port -> port.split(":", -1)[1])).doesNotHaveDuplicates();
  }

  @Test
  void what_answers_over_http_is_published_and_asks_for_tokens_of_a_directory_of_the_host() {
    assertThat(List.of("gateway", "query"))
        .allSatisfy(
            name -> {
              Service service = compose.service(name);
              Map<String, String> environment = new HashMap<>();
              service.environment().forEach((key, value) -> environment.put(key, value.toString()));
              Settings settings = Settings.read(Map.of(), environment, null);
              assertThat(settings.text(Setting.HTTP_HOST)).isEqualTo("0.0.0.0");
              assertThat(service.ports())
                  .singleElement()
                  .asString()
                  .endsWith(":" + settings.text(Setting.HTTP_PORT));
              assertThat(service.readOnlyDirectories())
                  .containsOnly(Map.entry("./deploy/tokens", "/tokens"));
              assertThat(settings.text(Setting.HTTP_TOKENS)).isEqualTo("/tokens/tokens.json");
            });
    assertThat(Compose.checkout().resolve("deploy/tokens/.gitignore"))
        .as("it is in a checkout, and what is put into it is in no commit")
        .content()
        .contains("\n*\n", "!.gitignore");
  }

  @Test
  void every_volume_is_declared_and_no_two_services_share_one() {
    List<String> used =
        compose.services().values().stream().flatMap(s -> s.volumes().keySet().stream()).toList();
    assertThat(used).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(used)).isEqualTo(new TreeSet<>(compose.volumes().keySet()));
  }

  @Test
  void the_parts_keep_their_data_on_a_volume() {
    assertThat(compose.ours())
        .filteredOn(service -> !compose.isOneShot(service))
        .allSatisfy(
            service ->
                assertThat(service.volumes().values())
                    .as(service.name())
                    .contains(service.environment().get("SESSIONFOLD_DATA").toString()));
  }

  @Test
  void the_health_check_of_the_parts_is_in_the_image() {
    Path image = Compose.checkout().resolve("cli/src/main/jib");
    assertThat(compose.ours())
        .filteredOn(service -> !compose.isOneShot(service))
        .allSatisfy(
            service -> {
              assertThat(service.healthCheck()).first().isEqualTo("CMD");
              Path script = Path.of("/").relativize(Path.of(service.healthCheck().get(1)));
              assertThat(image.resolve(script)).isRegularFile().matches(Files::isExecutable);
            });
  }

  private static Console silent() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(nowhere, nowhere, false, false);
  }
}
