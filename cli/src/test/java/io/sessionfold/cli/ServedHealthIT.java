package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.EmbeddedMongo;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of a process that serves over HTTP alone, while its servers come and go. */
class ServedHealthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern HTTP = Pattern.compile("http: (\\S+)");
  private static final String MESSAGES = "/v1/sessions/secret-name/messages";
  private static final String MESSAGE =
      "{\"agent\":\"a\",\"message\":{\"role\":\"user\",\"content\":\"secret words\"}}";

  @TempDir private Path directory;
  private EmbeddedBroker broker;
  private EmbeddedMongo mongo;
  private List<String> place;

  @Test
  void the_gateway_and_the_query_service_are_ready_while_they_can_do_what_they_are_there_for()
      throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")));
    mongo = EmbeddedMongo.start(directory.resolve("mongo"), 0);
    Path data = directory.resolve("data");
    place =
        List.of(
            "--bootstrap-servers", broker.bootstrapServers(),
            "--mongo-uri", mongo.uri() + "/?serverSelectionTimeoutMS=1000",
            "--data", data.toString());
    Path config = directory.resolve("sessionfold.properties");
    Files.writeString(config, "http.port=0\nhttp.publish-timeout=PT2S\n");
    try (CommandProcess process =
        CommandProcess.start(
            with("run", "gateway", "query", "--config", config.toString()),
            directory.resolve("log"))) {
      process.awaitSaid("waiting: gateway: unavailable, topic agent-messages does not exist");
      Probe probe = Probe.of(process.statusFile(data));
      assertNotReady(probe, "gateway", "sessionfold topics ensure");
      Answer topics = Answer.of(with("topics", "ensure"));
      assertThat(topics.code()).as(topics.err()).isZero();
      process.awaitSaid("ready\n");
      assertReady(probe);
      DescribedClient client = DescribedClient.of(http(process));
      Exchange written = client.post(MESSAGES, MESSAGE);
      assertThat(written.status()).as(written.body()).isEqualTo(202);
      withoutKafka(probe, client);
      withoutMongo(probe, client);
      assertMeters(probe);
      assertThat(process.stop()).isZero();
    } finally {
      mongo.close();
      broker.close();
    }
  }

  /** Its topics are known, so that what is published is taken, and waited for. */
  private void withoutKafka(Probe probe, DescribedClient client) {
    int port = port(broker.bootstrapServers());
    broker.close();
    long begin = System.nanoTime();
    Exchange refused = client.post(MESSAGES, MESSAGE);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    // Whether it was on its way already is a matter of a moment; what is known of it is told.
    assertThat(refused.body())
        .contains("no broker answered in time")
        .containsAnyOf("\"may_be_stored\":true", "It was not sent");
    assertThat(millis).as("http.publish-timeout").isBetween(1_500L, 4_500L);
    assertNotReady(probe, "gateway", "does not answer");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(part(probe, "query"))
                    .contains("degraded", "\"ready\":true", "changes are not told"));
    assertThat(client.get("/v1/sessions").status()).as("reading goes on").isEqualTo(200);
    broker = EmbeddedBroker.start(BrokerConfig.in(directory.resolve("kafka")).withPort(port));
    assertReady(probe);
    assertThat(client.post(MESSAGES, MESSAGE).status()).isEqualTo(202);
  }

  private void withoutMongo(Probe probe, DescribedClient client) {
    int port = port(mongo.uri());
    mongo.close();
    assertNotReady(probe, "query", "MongoDB");
    assertThat(part(probe, "gateway")).contains("\"ready\":true");
    assertThat(client.post(MESSAGES, MESSAGE).status()).as("writing goes on").isEqualTo(202);
    mongo = EmbeddedMongo.start(directory.resolve("mongo"), port);
    assertReady(probe);
  }

  private static void assertReady(Probe probe) {
    await().atMost(PATIENCE).until(() -> probe.code("/readyz") == 200);
    assertThat(probe.code("/livez")).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> part(probe, "query").contains("\"running\""));
    assertThat(probe.body("/readyz")).contains("\"gateway\"", "\"query\"");
  }

  private static void assertNotReady(Probe probe, String part, String why) {
    await().atMost(PATIENCE).until(() -> probe.code("/readyz") == 503);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(part(probe, part)).contains("\"ready\":false", why));
    assertThat(probe.code("/livez")).as("a restart would mend nothing").isEqualTo(200);
  }

  private static void assertMeters(Probe probe) {
    String begin = "sessionfold_http_requests_seconds_count{method=\"POST\",route=";
    String route = "\"/v1/sessions/{session}/messages\",status=";
    assertThat(probe.sum(begin + route + "\"202\"")).isEqualTo(3);
    assertThat(probe.sum(begin + route + "\"503\"")).isEqualTo(1);
    assertThat(probe.sum("sessionfold_part_ready{part=\"gateway\"")).isEqualTo(1);
    assertThat(probe.sum("sessionfold_feed_live")).isEqualTo(1);
    assertThat(probe.body("/metrics") + probe.body("/readyz"))
        .contains("sessionfold_gateway_unacknowledged", "sessionfold_gateway_buffered_bytes")
        .doesNotContain("secret");
  }

  private static String part(Probe probe, String name) {
    Matcher part =
        Pattern.compile("\\{\"part\":\"" + name + "\".*?}").matcher(probe.body("/readyz"));
    return part.find() ? part.group() : "";
  }

  private static String http(CommandProcess process) throws IOException {
    Matcher said = HTTP.matcher(process.said());
    assertThat(said.find()).isTrue();
    return said.group(1);
  }

  private static int port(String address) {
    Matcher port = Pattern.compile(":(\\d+)").matcher(address);
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private List<String> with(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(place);
    return arguments;
  }
}
