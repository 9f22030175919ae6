package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with everything, over HTTP; no answer is taken that its description does not have. */
class HttpIT {
  private static final String SESSION = "/v1/sessions/trip%2D42%20%F0%9F%98%80";
  private static final String WAIT = "wait=30s&after=";

  @TempDir private Path directory;

  @Test
  void what_is_written_is_read_and_a_repeat_after_a_restart_changes_nothing() throws Exception {
    JsonText message =
        Json.parse("{\"agent\":\"a\",\"message\":{\"role\":\"user\",\"content\":1.50,\"x\":[]}}");
    String before;
    try (CommandProcess up = up("first.log")) {
      DescribedClient client = client();
      Exchange written = client.post(SESSION + "/messages", message, "Idempotency-Key", "turn-1");
      assertThat(written.status()).as(written.body()).isEqualTo(202);
      Exchange changed =
          client.send("PATCH", SESSION + "/metadata", "{\"set\":{\"/lang\":\"pt\"}}");
      String tokens = written.text("position") + "&after=" + changed.text("position");
      Exchange read = client.get(SESSION + "?" + WAIT + tokens);
      assertThat(read.text("session")).isEqualTo("trip-42 😀");
      assertThat(read.body()).contains("\"content\":1.50,\"x\":[]");
      assertThat(client.get(SESSION, "If-None-Match", read.header("ETag")).status()).isEqualTo(304);
      assertThat(client.get(SESSION + "?as_of=1").member("metadata")).hasToString("{}");
      assertThat(client.get(SESSION + "/diff?from=1").member("metadata").elements()).hasSize(1);
      assertThat(client.get("/v1/sessions?fresh=true").status()).isEqualTo(400);
      assertThat(client.get("/v1/pipeline").member("stages").elements()).isNotEmpty();
      before = client.get(SESSION).body();
      up.interrupt();
      assertThat(up.exitCode()).isZero();
    }
    try (CommandProcess up = up("second.log")) {
      DescribedClient client = client();
      Exchange repeated = client.post(SESSION + "/messages", message, "Idempotency-Key", "turn-1");
      String token = repeated.text("position");
      assertThat(client.get(SESSION + "?" + WAIT + token).body()).isEqualTo(before);
      assertThat(client.get("/v1/outcomes/" + token).member("outcomes"))
          .hasToString(
              "[{\"position\":\"%s\",\"outcome\":\"duplicate\",\"of\":1}]".formatted(token));
      Exchange rejected =
          client.post(SESSION + "/redactions", "{\"target\":{\"event\":\"nothing\"}}");
      Exchange refused = client.get(SESSION + "?" + WAIT + rejected.text("position"));
      assertThat(refused.problem()).isEqualTo("event-rejected");
      assertThat(up.said()).doesNotContain("1.50");
      up.interrupt();
      assertThat(up.exitCode()).isZero();
    }
  }

  private CommandProcess up(String log) throws IOException {
    Path config = directory.resolve("sessionfold.properties");
    Files.writeString(config, "http.port=0\n");
    CommandProcess up =
        CommandProcess.start(
            List.of("up", "--data", data().toString(), "--config", config.toString()),
            directory.resolve(log));
    up.awaitSaid("sessionfold is up");
    return up;
  }

  private DescribedClient client() {
    return DescribedClient.of(RunFile.read(data()).orElseThrow().http());
  }

  private Path data() {
    return directory.resolve("data");
  }
}
