package io.sessionfold.cli;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a process for its health, as an orchestrator does. */
record Probe(String url) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Where a status or run file says that its process answers. */
  static Probe of(Path file) throws IOException {
    JsonText health = Json.parse(Files.readString(file).strip()).members().get("health");
    return new Probe(health.string());
  }

  int code(String path) {
    return ask(path).statusCode();
  }

  String body(String path) {
    return ask(path).body();
  }

  /** The sum of all samples whose line begins so. */
  double sum(String begin) {
    return body("/metrics")
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> ask(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20)).build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(url + path + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
