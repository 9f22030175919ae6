package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.testkit.DescribedClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of a process with all parts, and what is delivered to watch them with. */
class HealthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void a_pipeline_answers_for_its_health_and_has_every_metric_that_is_watched() throws Exception {
    Path data = directory.resolve("data");
    List<String> up = List.of("up", "--demo", "--data", data.toString());
    try (CommandProcess process = CommandProcess.start(up, directory.resolve("log"))) {
      process.awaitSaid("sessionfold is up");
      Probe probe = Probe.of(data.resolve("run.json"));
      assertThat(process.said()).contains(probe.url());
      assertThat(Probe.of(process.statusFile(data))).isEqualTo(probe);
      await().atMost(PATIENCE).until(() -> probe.code("/readyz") == 200);
      assertThat(probe.code("/livez")).isEqualTo(200);
      await().atMost(PATIENCE).untilAsserted(() -> assertIdle(probe.body("/readyz")));
      DescribedClient client = DescribedClient.of(RunFile.read(data).orElseThrow().http());
      assertThat(client.get("/v1/sessions/demo-refund").status()).isEqualTo(200);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(missing(probe)).isEmpty());
      assertNothingOfASession(probe);
      assertThat(process.stop()).isZero();
    }
  }

  private static void assertIdle(String body) {
    assertThat(body)
        .contains("\"status\":\"ready\"", "projector", "mongo-sink", "jsonl-sink")
        .contains("\"gateway\"", "\"query\"")
        .doesNotContain("\"live\":false", "\"ready\":false")
        .doesNotContainPattern("\"lag\":[1-9]");
  }

  private static Set<String> missing(Probe probe) throws IOException {
    Set<String> asked = new TreeSet<>(MetricNames.inDashboard());
    asked.addAll(MetricNames.inRules());
    asked.add("a_made_up_metric");
    asked.removeAll(MetricNames.scraped(probe.body("/metrics")));
    assertThat(asked).as("a name that is none is seen").contains("a_made_up_metric");
    asked.remove("a_made_up_metric");
    return asked;
  }

  /** Of what the demo says and of where it stands; words, since any number may be a figure. */
  private static void assertNothingOfASession(Probe probe) {
    for (String page : List.of("/metrics", "/readyz")) {
      assertThat(probe.body(page)).doesNotContain("demo-", "default/", "bicycle", "LIGHT-F2");
    }
  }

  @Test
  void a_port_in_use_ends_the_command_at_once_with_the_setting_to_change() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config = directory.resolve("settings.properties");
      Files.writeString(config, "health.port=" + taken.getLocalPort() + "\n");
      Answer answer =
          Answer.of(
              "up", "--data", directory.resolve("data").toString(), "--config", config.toString());
      assertThat(answer.code()).isEqualTo(1);
      assertThat(answer.err())
          .contains("127.0.0.1:" + taken.getLocalPort(), "health.port")
          .doesNotContain("starting Kafka");
    }
  }
}
