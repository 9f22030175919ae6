package io.sessionfold.http;

import io.sessionfold.http.feed.FeedRoutes;
import io.sessionfold.http.feed.StreamLimits;
import io.sessionfold.http.gateway.WriteRoutes;
import io.sessionfold.http.operate.OperateRoutes;
import io.sessionfold.http.reading.ReadRoutes;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The whole service on servers that are not there: what it answers without them. */
final class TestService implements AutoCloseable {
  static final int BODY_BYTES = 4096;
  private static final String NOBODY = "127.0.0.1:1";

  private final EventPublisher publisher =
      EventPublisher.open(
          PublisherSettings.builder(NOBODY, "/gateway")
              .maxBlock(Duration.ofMillis(500))
              .deliveryTimeout(Duration.ofSeconds(2))
              .build());
  private final SessionReader reader =
      SessionReaders.open(
          ReaderSettings.of("mongodb://" + NOBODY, "none").withTimeout(Duration.ofMillis(500)));
  private final FeedRoutes streams = new FeedRoutes(null, StreamLimits.DEFAULTS);
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpService service;

  TestService(HttpSettings settings) throws IOException {
    service =
        HttpService.start(
            settings,
            List.of(
                new WriteRoutes(publisher, Limits.DEFAULTS, "/gateway", BODY_BYTES),
                new ReadRoutes(reader),
                streams,
                new OperateRoutes(() -> JsonText.EMPTY_OBJECT)));
  }

  HttpService service() {
    return service;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(service.url() + path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> postJson(String path, String body) {
    return post(path, body, "Content-Type", "application/json");
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A member of an answer, which is an object. */
  static JsonText member(HttpResponse<String> answer, String name) {
    return Json.parse(answer.body()).members().get(name);
  }

  @Override
  public void close() {
    streams.close();
    service.close();
    reader.close();
    publisher.close(Duration.ZERO);
  }
}
