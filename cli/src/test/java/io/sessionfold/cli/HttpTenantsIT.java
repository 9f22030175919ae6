package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants on one service: what one has, the other cannot find, whatever it tries. */
class HttpTenantsIT {
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private String url = "";

  @Test
  void a_tenant_cannot_cross_into_another() throws Exception {
    List<String> ours = token("ours", "acme");
    List<String> theirs = token("theirs", "other");
    Path tokens = directory.resolve("tokens.json");
    Files.writeString(tokens, "{\"tokens\":[" + ours.get(1) + "," + theirs.get(1) + "]}");
    Path config = directory.resolve("sessionfold.properties");
    Files.writeString(config, "http.port=0\nhttp.tokens=" + tokens + "\n");
    Path data = directory.resolve("data");
    List<String> command = List.of("up", "--data", data.toString(), "--config", config.toString());
    try (CommandProcess up = CommandProcess.start(command, directory.resolve("up.log"))) {
      up.awaitSaid("sessionfold is up");
      url = RunFile.read(data).orElseThrow().http();
      cross(ours.get(0), theirs.get(0));
      assertThat(up.said()).doesNotContain("our-secret");
      up.interrupt();
      assertThat(up.exitCode()).isZero();
    }
  }

  private void cross(String ours, String theirs) throws Exception {
    String message = "{\"agent\":\"a\",\"message\":{\"role\":\"user\",\"content\":\"%s\"}}";
    String path = "/v1/sessions/same-name/messages";
    String position = member(post(ours, path, message.formatted("our-secret")), "position");
    assertThat(get(ours, "/v1/sessions/same-name?wait=30s&after=" + position).body())
        .contains("our-secret", "\"tenant\":\"acme\"");

    assertThat(get(theirs, "/v1/sessions/same-name").statusCode()).as("by its name").isEqualTo(404);
    assertThat(get(theirs, "/v1/sessions/same-name?as_of=1").statusCode()).isEqualTo(404);
    assertThat(get(theirs, "/v1/sessions/acme%2Fsame-name").statusCode()).isEqualTo(400);
    assertThat(get(theirs, "/v1/sessions/same-name?after=" + position).statusCode())
        .as("with its position")
        .isEqualTo(404);
    assertThat(get(theirs, "/v1/outcomes/" + position).body())
        .as("its outcome")
        .contains("\"outcome\":\"unknown\"");
    assertThat(get(theirs, "/v1/export").body()).as("an export").isEmpty();
    assertThat(get(theirs, "/v1/pipeline").statusCode()).isEqualTo(403);

    String mine = member(post(theirs, path, message.formatted("their-own")), "position");
    HttpResponse<String> read = get(theirs, "/v1/sessions/same-name?wait=30s&after=" + mine);
    assertThat(read.body()).as("the same key is another event").contains("their-own");
    assertThat(read.body()).doesNotContain("our-secret");
    for (int i = 0; i < 3; i++) {
      String next =
          member(post(ours, "/v1/sessions/" + i + "/messages", message.formatted("x")), "position");
      assertThat(get(ours, "/v1/sessions/" + i + "?wait=30s&after=" + next).statusCode())
          .isEqualTo(200);
    }
    String cursor = member(get(ours, "/v1/sessions?limit=1"), "cursor");
    HttpResponse<String> page =
        get(
            theirs,
            "/v1/sessions?limit=1&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    assertThat(page.body()).as("with its cursor").doesNotContain("acme");
    String event =
        "[{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"/x\",\"subject\":\"acme/same-name\","
            + "\"type\":\"io.sessionfold.session.deleted.v1\",\"data\":{}}]";
    assertThat(
            send(theirs, request("/v1/events", event, "application/cloudevents-batch+json"))
                .statusCode())
        .as("an event of its session")
        .isEqualTo(403);
    assertThat(get(ours, "/v1/sessions/same-name?fresh=true&wait=30s").body())
        .contains("our-secret")
        .doesNotContain("their-own");
  }

  private static List<String> token(String name, String tenant) {
    Answer answer =
        Answer.of("token", "new", "--name", name, "--tenant", tenant, "--rights", "write,read");
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out().lines().toList();
  }

  private static String member(HttpResponse<String> answer, String name) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    JsonText value = Json.parse(answer.body()).members().get(name);
    return value.string();
  }

  private HttpResponse<String> get(String token, String path) throws Exception {
    return send(token, HttpRequest.newBuilder(URI.create(url + path)));
  }

  private HttpResponse<String> post(String token, String path, String body) throws Exception {
    return send(token, request(path, body, "application/json").header("Idempotency-Key", "k"));
  }

  private HttpRequest.Builder request(String path, String body, String type) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(String token, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request
            .header("Authorization", "Bearer " + token)
            .header("Sessionfold-Tenant", "acme")
            .build(),
        BodyHandlers.ofString());
  }
}
