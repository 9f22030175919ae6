package io.sessionfold.cli.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.health.Health.Phase;
import io.sessionfold.cli.health.Observation.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private Health health = Health.starting(Moment.now());
  private final HealthServer server =
      HealthServer.start("127.0.0.1", 0, () -> health, () -> "a_metric 1\n");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_process_that_starts_is_alive_and_not_ready() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"not ready\",\"parts\":[]}\n");
    assertThat(get("/readyz").headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void an_outage_is_a_503_of_readiness_alone_and_the_body_says_why() throws Exception {
    judged(Kind.WAITING);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("because of WAITING", "\"lag\":3");
  }

  @Test
  void a_failure_is_a_503_of_both() throws Exception {
    judged(Kind.FAILED);
    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/livez").body()).contains("\"status\":\"not live\"");
  }

  @Test
  void a_part_that_runs_is_a_200_of_both() throws Exception {
    judged(Kind.RUNNING);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void metrics_are_text_for_prometheus() throws Exception {
    assertThat(get("/metrics").body()).isEqualTo("a_metric 1\n");
    assertThat(get("/metrics").headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void other_paths_and_methods_are_told_what_there_is() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/livez/x").body()).contains("/livez", "/readyz", "/metrics");
    HttpResponse<String> post =
        send(HttpRequest.newBuilder(uri("/livez")).POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
    HttpResponse<String> head =
        send(
            HttpRequest.newBuilder(uri("/readyz"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(503);
  }

  @Test
  void a_port_in_use_is_refused_with_the_setting_to_change() {
    int port = uri("/").getPort();
    assertThatThrownBy(() -> HealthServer.start("127.0.0.1", port, () -> health, () -> ""))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("health.port (SESSIONFOLD_HEALTH_PORT)");
  }

  @Test
  void an_address_that_is_none_is_refused_with_the_setting_to_change() {
    assertThatThrownBy(() -> HealthServer.start("no such host", 0, () -> health, () -> ""))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("health.host (SESSIONFOLD_HEALTH_HOST)");
    assertThatThrownBy(() -> HealthServer.start("192.0.2.1", 0, () -> health, () -> ""))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("192.0.2.1");
  }

  private void judged(Kind kind) {
    Moment now = Moment.now();
    Observation said = Judging.said(kind, 0, 7, 3);
    Observation fresh =
        new Observation(
            said.part(),
            kind,
            said.state(),
            said.reason(),
            now.nanos(),
            said.backlog(),
            said.behindSince());
    health = health.next(Phase.SERVING, List.of(fresh), Judging.PATIENCE, now);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(server.url() + path);
  }
}
