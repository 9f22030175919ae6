package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.net.ServerSocket;
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
import java.util.ArrayList;
import java.util.List;

/** The whole pipeline with the console, on one address for as long as it is restarted. */
final class ServedConsole implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path directory;
  private final String url;
  private Path data;
  private String token = "";
  private int starts;
  private CommandProcess up;

  private ServedConsole(Path directory, String url) throws IOException {
    this.directory = directory;
    this.url = url;
    data = directory.resolve("data");
    up = run();
  }

  /**
   * Starts it.
   *
   * @param settings lines of its configuration, beside the port
   */
  static ServedConsole start(Path directory, List<String> settings) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> lines = new ArrayList<>(settings);
    lines.add("http.port=" + port);
    Files.write(directory.resolve("console.properties"), lines);
    return new ServedConsole(directory, "http://127.0.0.1:" + port);
  }

  private CommandProcess run() throws IOException {
    CommandProcess process =
        CommandProcess.start(
            List.of(
                "up",
                "--data",
                data.toString(),
                "--config",
                directory.resolve("console.properties").toString()),
            directory.resolve("up-%d.log".formatted(++starts)));
    process.awaitSaid("sessionfold is up");
    return process;
  }

  String url() {
    return url;
  }

  /** Sends this token with every request. */
  void authorize(String bearer) {
    token = bearer;
  }

  void stop() throws Exception {
    up.interrupt();
    up.exitCode();
  }

  void startAgain() throws IOException {
    up = run();
  }

  /** Starts with nothing: what was known before was never there. */
  void startEmpty() throws IOException {
    data = directory.resolve("empty");
    up = run();
  }

  void begin(String session, String title, String user) throws Exception {
    send(
        "PUT",
        session,
        "",
        new JsonWriter().add("title", title).add("user", user).add("application", "desk").done());
  }

  void say(String session, String role, String text) throws Exception {
    send("POST", session, "/messages", message(role, text));
  }

  static JsonText message(String role, String text) {
    return new JsonWriter()
        .add("agent", "desk")
        .add("message", new JsonWriter().add("role", role).add("content", text).done())
        .done();
  }

  /** Publishes, and waits until it can be read. */
  void send(String method, String session, String path, JsonText body) throws Exception {
    String at = "/v1/sessions/" + session;
    HttpResponse<String> sent = publish(method, at + path, body.toString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    String position = Json.parse(sent.body()).members().get("position").string();
    HttpResponse<String> read =
        get(
            at
                + "?messages=none&wait=20s&after="
                + URLEncoder.encode(position, StandardCharsets.UTF_8));
    assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
  }

  HttpResponse<String> publish(String method, String path, String body) throws Exception {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    up.close();
  }
}
