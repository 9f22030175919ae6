package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import io.sessionfold.testkit.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away under load and comes back. */
class OutageIT {
  private static final int WRITERS = 100;
  private static final String PATH = "/v1/sessions/outage/messages";

  @TempDir private Path directory;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void a_write_is_refused_soon_while_the_broker_is_away_and_none_that_was_acknowledged_is_lost()
      throws Exception {
    try (ServedApi api = ServedApi.start(directory)) {
      DescribedClient client = api.client();
      for (int i = 0; i < 20; i++) {
        assertThat(write(client, "before-" + i).status()).isEqualTo(202);
      }
      api.stopBroker();
      Exchange refused = write(client, "first");
      assertThat(refused.status()).isEqualTo(503);
      assertRefusedSoon(client);
      api.startBroker();
      await().atMost(Duration.ofMinutes(1)).until(() -> write(client, "after").status() == 202);
      api.projector().project();
      Exchange found = client.get("/v1/sessions/outage?messages=all");
      List<String> ids =
          found.member("messages").elements().stream()
              .map(each -> each.members().get("event_id").string())
              .toList();
      assertThat(ids).containsAll(acknowledged).doesNotHaveDuplicates();
    }
  }

  private void assertRefusedSoon(DescribedClient client) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String id = "away-" + i;
        all.add(writers.submit(() -> millisUntilRefused(client, id)));
      }
      for (Future<Long> each : all) {
        // The publisher of this test blocks for one second, and may ask for the topic as long.
        assertThat(each.get()).isLessThan(6_000);
      }
      assertThat(client.get("/v1/access").status()).as("a thread is left").isEqualTo(200);
    } finally {
      writers.shutdownNow();
    }
  }

  private long millisUntilRefused(DescribedClient client, String id) {
    long begin = System.nanoTime();
    Exchange refused = write(client, id);
    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  private Exchange write(DescribedClient client, String id) {
    JsonText message = Json.object("role", "user", "content", id);
    Exchange written = client.post(PATH, Json.object("agent", "a", "id", id, "message", message));
    if (written.status() == 202) {
      acknowledged.add(id);
    }
    return written;
  }
}
