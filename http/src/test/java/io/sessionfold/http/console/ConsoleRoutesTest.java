package io.sessionfold.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.http.HttpService;
import io.sessionfold.http.HttpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleRoutesTest {
  private static final Path RESOURCES = Path.of("src/main/resources/console");

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpService http;

  @BeforeEach
  void start() throws IOException {
    http = HttpService.start(HttpSettings.loopback(0), List.of(new ConsoleRoutes()));
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void every_file_is_served_with_its_type_and_a_strict_policy() throws Exception {
    for (String name : files()) {
      HttpResponse<String> answer = get("/" + (name.equals("index.html") ? "" : name));
      assertThat(answer.statusCode()).as("%s: add it to console/files.txt", name).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(Files.readString(RESOURCES.resolve(name)));
      assertThat(header(answer, "Content-Security-Policy")).isEqualTo(ConsoleRoutes.POLICY);
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "Content-Type")).startsWith(type(name));
    }
  }

  @Test
  void a_file_that_did_not_change_is_not_sent_again() throws Exception {
    String tag = header(get("/"), "ETag");
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(uri("/")).header("If-None-Match", tag).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void no_path_leads_to_another_file() throws Exception {
    for (String path :
        List.of(
            "/files.txt",
            "/js/../files.txt",
            "/js/%2e%2e/files.txt",
            "/..%2fio/sessionfold/http/Routes.class",
            "/js/",
            "//etc/passwd",
            "/css/base.css%00.js")) {
      assertThat(statusOf(path)).as(path).isIn(400, 404);
    }
  }

  @Test
  void the_page_holds_no_script_and_no_style_of_its_own() throws IOException {
    for (String name : files()) {
      String text = Files.readString(RESOURCES.resolve(name));
      if (name.endsWith(".html")) {
        assertThat(text).doesNotContain("<style", "style=", " onclick", "<script>");
      } else if (name.endsWith(".js")) {
        assertThat(text)
            .as(name)
            .doesNotContain(
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
            .doesNotContain("new Function", "setAttribute('style'", "srcdoc", "DOMParser");
      }
    }
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(RESOURCES)) {
      return all.filter(Files::isRegularFile)
          .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.equals("files.txt"))
          .toList();
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html";
      case "css" -> "text/css";
      case "js" -> "text/javascript";
      default -> "image/svg+xml";
    };
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(http.url() + path);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** Clients tidy paths before they send them; this one does not. */
  private int statusOf(String path) throws IOException {
    URI uri = URI.create(http.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort());
        InputStream in = socket.getInputStream()) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(path, uri.getAuthority());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String status = new String(in.readAllBytes(), StandardCharsets.UTF_8).split(" ", 3)[1];
      return Integer.parseInt(status);
    }
  }
}
