package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.http.access.Right;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of requests: what was answered by which route, and nothing that a caller chose. */
class RequestListenerTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    Routes routes =
        added -> {
          added.get("/v1/things/{thing}", ctx -> ctx.result("fine"), Right.READ);
          added.get("/v1/late", ctx -> ctx.future(this::late), Right.READ);
          added.get("/v1/stream", ctx -> ctx.contentType("text/event-stream"), Right.READ);
        };
    service =
        HttpService.start(
            HttpSettings.loopback(0),
            List.of(routes),
            (method, route, status, took) ->
                told.add(method + " " + route + " " + status + (took == null ? " stream" : "")));
  }

  private CompletableFuture<Void> late() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @AfterEach
  void stop() {
    released.countDown();
    service.close();
  }

  private CompletableFuture<Integer> send(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.url() + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.discarding())
        .thenApply(answer -> answer.statusCode());
  }

  private void assertTold(String what) {
    await().untilAsserted(() -> assertThat(told).containsExactly(what));
    told.clear();
  }

  @Test
  void a_route_is_told_by_its_template_and_what_is_for_none_as_that() {
    assertThat(send("GET", "/v1/things/secret?x=secret").join()).isEqualTo(200);
    assertTold("GET /v1/things/{thing} 200");
    assertThat(send("GET", "/v1/secret").join()).isEqualTo(404);
    assertTold("none none 404");
    assertThat(send("SECRET", "/v1/things/a").join()).isBetween(400, 499);
    assertTold("none none 405");
    assertThat(send("GET", "/v1/stream").join()).isEqualTo(200);
    assertTold("GET /v1/stream 200 stream");
  }

  @Test
  void an_answer_that_comes_later_is_told_when_it_has_come() {
    CompletableFuture<Integer> answer = send("GET", "/v1/late");
    assertThat(told).isEmpty();
    released.countDown();
    assertThat(answer.join()).isEqualTo(200);
    assertTold("GET /v1/late 200");
  }

  @Test
  void a_service_with_a_thread_is_heard_of() {
    long before = System.nanoTime();
    await().until(() -> service.heardAt() - before > 0);
  }
}
