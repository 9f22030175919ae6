package io.sessionfold.http.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.http.HttpSettings;
import io.sessionfold.http.TokenFiles;
import io.sessionfold.http.feed.EventReader.Block;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.query.feed.FeedSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What streams take, and what becomes of those that take too much. */
class StreamBoundsIT extends StreamingService {
  @Test
  void a_stream_ends_after_its_lifetime_and_places_come_back() throws Exception {
    start(
        new StreamLimits(2, 1, Duration.ofMillis(200), Duration.ofMillis(800)),
        FeedSettings.DEFAULTS);
    try (EventReader first = open("/v1/changes", Map.of())) {
      first.next();
      HttpResponse<String> second = refused("/v1/changes", "");
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      Block last = first.next();
      Block before = last;
      for (int i = 0; last != null && i < 50; i++) {
        before = last;
        last = first.next();
      }
      assertThat(before.fields()).containsEntry("", "connect again");
    }
    try (EventReader again = open("/v1/changes", Map.of())) {
      assertThat(again.head()).startsWith("http/1.1 200");
    }
  }

  @Test
  void a_stream_ends_when_its_token_is_withdrawn() throws Exception {
    TokenFiles tokens = new TokenFiles(directory.resolve("tokens.json"));
    Map<String, String> withdrawn = Map.of("Authorization", "Bearer " + tokens.add("a", "default"));
    Map<String, String> kept = Map.of("Authorization", "Bearer " + tokens.add("b", "default"));
    start(
        new StreamLimits(10, 10, Duration.ofMillis(200), Duration.ofMinutes(5)),
        FeedSettings.DEFAULTS,
        HttpSettings.loopback(0).withTokens(tokens.file()));
    try (EventReader ending = open("/v1/changes", withdrawn);
        EventReader going = open("/v1/changes", kept)) {
      going.next();
      ending.next();
      tokens.withdraw("a");
      Block last = ending.next();
      while (last != null && "heartbeat".equals(last.fields().get(""))) {
        last = ending.next();
      }
      assertThat(last).isNotNull();
      assertThat(last.fields()).containsEntry("", "the token does not allow it any more");
      publish(S, "for who still may");
      assertThat(text(going.event())).isEqualTo("for who still may");
      assertThat(ending.next()).isNull();
      assertThat(open("/v1/changes", withdrawn).head()).startsWith("http/1.1 401");
    }
  }

  @Test
  void a_client_that_does_not_read_slows_nobody_and_is_ended() throws Exception {
    start(
        new StreamLimits(10, 10, Duration.ofMillis(500), Duration.ofMinutes(5)),
        new FeedSettings(8 << 20, 40, 1, Duration.ofSeconds(5)));
    try (EventReader stalled = open("/v1/changes", Map.of());
        EventReader reading = open("/v1/changes", Map.of())) {
      reading.next();
      assertThat(stalled.head()).startsWith("http/1.1 200");
      String large = "x".repeat(100_000);
      for (int i = 0; i < 200; i++) {
        Applied change = publish(S, large);
        assertThat(text(reading.event())).hasSize(large.length());
        assertThat(change.revision()).isEqualTo(i + 1);
      }
      assertThat(feed.status().bytes()).isLessThan(9 << 20);
      await().atMost(LONG).until(() -> feed.status().subscribers() == 1);
    }
  }

  @Test
  void a_thousand_idle_streams_take_little_memory_and_no_threads() throws Exception {
    start();
    List<EventReader> readers = new ArrayList<>();
    try {
      readers.add(open("/v1/changes", Map.of()));
      readers.get(0).next();
      long heapBefore = heap();
      int threadsBefore = Thread.activeCount();
      // All at once, as clients come back to a service that was started anew.
      for (int i = 1; i < 1000; i++) {
        readers.add(open(i % 2 == 0 ? "/v1/changes" : "/v1/sessions/s" + i + "/events", Map.of()));
      }
      for (EventReader reader : readers.subList(1, readers.size())) {
        assertThat(reader.head()).startsWith("http/1.1 200");
        reader.next();
      }
      await().atMost(LONG).until(() -> feed.status().subscribers() == 1000);
      long taken = heap() - heapBefore;
      assertThat(taken).as("bytes, the clients' included").isLessThan(96 << 20);
      assertThat(Thread.activeCount() - threadsBefore).isLessThan(100);
      long sent = System.nanoTime();
      publish(S, "to all of the tenant");
      for (int i = 0; i < 1000; i += 2) {
        assertThat(text(readers.get(i).event())).isEqualTo("to all of the tenant");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - sent);
      assertThat(took).isLessThan(Duration.ofSeconds(10));
    } finally {
      for (EventReader reader : readers) {
        reader.close();
      }
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
