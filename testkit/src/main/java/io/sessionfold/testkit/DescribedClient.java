package io.sessionfold.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of the HTTP service that takes no answer which its OpenAPI document does not describe.
 * Immutable.
 */
public final class DescribedClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String JSON = "application/json";
  private static final String CONTENT_TYPE = "Content-Type";

  private final HttpClient http;
  private final String url;
  private final ApiDescription description;
  private final List<String> headers;

  private DescribedClient(
      HttpClient http, String url, ApiDescription description, List<String> headers) {
    this.http = http;
    this.url = url;
    this.description = description;
    this.headers = List.copyOf(headers);
  }

  /** A client of the service at this address, which says itself what it answers. */
  public static DescribedClient of(String url) {
    return of(url, HttpClient.newHttpClient());
  }

  /** The same with a client that knows the certificate of the service. */
  public static DescribedClient of(String url, HttpClient http) {
    String document = exchange(http, request(url + "/openapi.json").build()).body();
    return new DescribedClient(http, url, ApiDescription.of(document), List.of());
  }

  /** The same with one more header in every request. */
  public DescribedClient with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.addAll(List.of(name, value));
    return new DescribedClient(http, url, description, more);
  }

  /** The same with a bearer token. */
  public DescribedClient withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** Any text as one segment of a path. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
  }

  /** Reads; {@code more} are names and values of headers in turn. */
  public Exchange get(String path, String... more) {
    return send("GET", path, BodyPublishers.noBody(), more);
  }

  /** Sends JSON. */
  public Exchange post(String path, Object json, String... more) {
    return send("POST", path, json, more);
  }

  /** Sends JSON by any method. */
  public Exchange send(String method, String path, Object json, String... more) {
    List<String> all = new ArrayList<>(List.of(CONTENT_TYPE, JSON));
    all.addAll(List.of(more));
    return send(method, path, text(json.toString()), all.toArray(String[]::new));
  }

  /** Sends a body of any type. */
  public Exchange sendAs(String type, String method, String path, String body, String... more) {
    List<String> all = new ArrayList<>(List.of(CONTENT_TYPE, type));
    all.addAll(List.of(more));
    return send(method, path, text(body), all.toArray(String[]::new));
  }

  /** Sends without a body. */
  public Exchange delete(String path, String... more) {
    return send("DELETE", path, BodyPublishers.noBody(), more);
  }

  private static BodyPublisher text(String body) {
    return BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8));
  }

  private Exchange send(String method, String path, BodyPublisher body, String... more) {
    HttpRequest.Builder request = request(url + path).method(method, body);
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    for (int i = 0; i < more.length; i += 2) {
      request.setHeader(more[i], more[i + 1]);
    }
    Exchange answer = exchange(http, request.build());
    description.judge(method, path.split("\\?", 2)[0], answer);
    return answer;
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
  }

  private static Exchange exchange(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> answer =
          http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Exchange(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new AssertionError(request + " is not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
