package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console in a real browser, on the whole pipeline. */
class ConsoleIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static Browser browser;
  private static CommandProcess up;
  private static String url;
  private static int starts;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.open();
    try (ServerSocket free = new ServerSocket(0)) {
      url = "http://127.0.0.1:" + free.getLocalPort();
    }
    Files.writeString(config(), "http.port=" + URI.create(url).getPort() + "\n");
    startUp();
  }

  private static Path config() {
    return directory.resolve("console.properties");
  }

  private static void startUp() throws IOException {
    up =
        CommandProcess.start(
            List.of(
                "up",
                "--data",
                directory.resolve("data").toString(),
                "--config",
                config().toString()),
            directory.resolve("up-%d.log".formatted(++starts)));
    up.awaitSaid("sessionfold is up");
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void a_session_arrives_is_found_opened_and_left_by_the_keyboard() throws Exception {
    open("/sessions");
    begin("arrival", "A parcel that is late", "mara");
    say("arrival", "user", "Where is my parcel?");
    browser.awaitText(".session-items", "A parcel that is late");
    browser.type("/");
    browser.type("parcel that");
    browser.awaitText(".list-foot", "1 session");
    browser.escape();
    browser.type("j");
    browser.type(Keys.ENTER);
    browser.awaitText(".scroller", "Where is my parcel?");
    say("arrival", "assistant", "It comes tomorrow.");
    browser.awaitText(".scroller", "It comes tomorrow.");
    browser.escape();
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("#/sessions"));
  }

  @Test
  void the_service_filters_by_user() throws Exception {
    begin("of-nora", "Something of Nora", "nora");
    begin("of-olaf", "Something of Olaf", "olaf");
    open("/sessions");
    browser.awaitText(".session-items", "Something of Olaf");
    browser.script(
        "const f = document.getElementById('filter-user'); f.value = 'nora';"
            + " f.dispatchEvent(new Event('input'))");
    browser.awaitText(".list-foot", "1 session");
    assertThat(browser.text(".session-items")).contains("Nora").doesNotContain("Olaf");
  }

  @Test
  void steps_lead_through_the_revisions() throws Exception {
    begin("steps", "Steps", "mara");
    say("steps", "user", "first words");
    say("steps", "assistant", "second words");
    open("/sessions/steps");
    browser.awaitText(".scroller", "second words");
    browser.type("[");
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("as_of=2"));
    browser.awaitText(".aside-box", "message #1");
    await().atMost(PATIENCE).until(() -> !browser.text(".scroller").contains("second words"));
    assertThat(browser.text(".scroller")).contains("first words");
    browser.type("]");
    browser.awaitText(".scroller", "second words");
    assertThat(browser.address()).doesNotContain("as_of");
  }

  @Test
  void what_a_model_gets_is_shown_with_its_repairs() throws Exception {
    begin("valid", "Valid", "mara");
    say("valid", "user", "What is the weather?");
    send(
        "POST",
        "valid",
        "/messages",
        Json.parse(
            "{\"agent\":\"desk\",\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]}}"));
    open("/sessions/valid?view=valid");
    browser.awaitText(".aside-box", "1 repair");
    browser.awaitText(".scroller", "What is the weather?");
  }

  @Test
  void nothing_that_is_said_becomes_part_of_the_page() throws Exception {
    String attack = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>";
    begin("hostile", attack, attack);
    say("hostile", attack, attack);
    say("hostile", "user", "[x](javascript:window.pwned=1) javascript:window.pwned=1");
    say("hostile", "user", "\u202eright to left \u0645\u0631\u062d\u0628\u0627");
    say("hostile", "user", "W".repeat(20_000));
    say("hostile", "user", "https://a.example/\"onmouseover=\"window.pwned=1");
    open("/sessions/hostile");
    browser.awaitText(".scroller", "<script>window.pwned=1</script>");
    browser.awaitText(".session-items", "<script>window.pwned=1</script>");
    assertThat(browser.script("return window.pwned")).isNull();
    assertThat(browser.script("return document.querySelectorAll('main script, main img').length"))
        .isEqualTo(0L);
    assertThat(
            browser.script(
                "return [...document.querySelectorAll('main a')].every(a => a.protocol === 'http:'"
                    + " || (a.protocol === 'https:' && a.rel.includes('noopener')))"))
        .isEqualTo(true);
    assertThat(
            browser.script(
                "const s = document.querySelector('.scroller'); return s.scrollWidth <= s.clientWidth"))
        .isEqualTo(true);
  }

  @Test
  void a_session_of_5000_messages_has_few_of_them_in_the_page() throws Exception {
    begin("long", "Long", "mara");
    for (int from = 0; from < 5000; from += 500) {
      List<JsonText> messages = new ArrayList<>();
      for (int i = from; i < from + 500; i++) {
        messages.add(message("user", "Message %d. %s".formatted(i + 1, "word ".repeat(i % 60))));
      }
      send("POST", "long", "/messages", new JsonWriter().add("messages", messages).done());
    }
    open("/sessions/long");
    browser.awaitText(".scroller", "Message 1.");
    browser.awaitText(".head-facts", "5,000 messages");
    browser.script(
        "const s = document.querySelector('.scroller'); s.scrollTop = s.scrollHeight / 2");
    await()
        .atMost(PATIENCE)
        .until(() -> browser.text(".scroller").matches("(?s).*Message 2[45]\\d\\d.*"));
    browser.script("const s = document.querySelector('.scroller'); s.scrollTop = s.scrollHeight");
    browser.awaitText(".scroller", "Message 5000.");
    assertThat((Long) browser.script("return document.querySelectorAll('.row').length"))
        .isBetween(1L, 100L);
  }

  @Test
  void the_page_goes_on_after_the_service_was_away() throws Exception {
    begin("away", "Before", "mara");
    say("away", "user", "said before");
    open("/sessions/away");
    browser.awaitText(".scroller", "said before");
    up.interrupt();
    up.exitCode();
    await().atMost(PATIENCE).until(() -> connection().equals("waiting"));
    startUp();
    say("away", "assistant", "said after");
    browser.awaitText(".scroller", "said after");
  }

  @Test
  void axe_finds_nothing_serious() throws Exception {
    begin("accessible", "Accessible", "mara");
    say("accessible", "user", "Is this for everybody? https://example.org/");
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      for (String view :
          List.of(
              "/sessions", "/sessions/accessible", "/sessions/accessible?as_of=1", "/pipeline")) {
        open(view);
        browser.awaitText("h1", "");
        await()
            .atMost(PATIENCE)
            .until(() -> browser.text("main").length() > 40 && !connection().equals("off"));
        assertThat(browser.seriousFindings()).as(view + " " + scheme).isEmpty();
      }
    }
  }

  @Test
  void the_playground_answers_and_goes_on_after_a_reload() {
    open("/playground");
    await().atMost(PATIENCE).until(() -> browser.address().contains("/playground-"));
    browser.awaitText(".document", "");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Boolean.TRUE.equals(
                    browser.script(
                        "const b = document.querySelector('.suggestions button');"
                            + " if (b.disabled) return false; b.click(); return true")));
    browser.awaitText(".talk", "find_order");
    browser.script("location.reload()");
    browser.awaitText(".talk", "on your account within three days");
    browser.awaitText(".document", "\"revision\": 7");
  }

  private static String connection() {
    return String.valueOf(
        browser.script("return document.getElementById('connection').dataset.state"));
  }

  private static void open(String view) {
    browser.go(url + "/#" + view);
  }

  private static void begin(String session, String title, String user) throws Exception {
    send(
        "PUT",
        session,
        "",
        new JsonWriter().add("title", title).add("user", user).add("application", "desk").done());
  }

  private static void say(String session, String role, String text) throws Exception {
    send("POST", session, "/messages", message(role, text));
  }

  private static JsonText message(String role, String text) {
    return new JsonWriter()
        .add("agent", "desk")
        .add("message", new JsonWriter().add("role", role).add("content", text).done())
        .done();
  }

  /** Publishes, and waits until it can be read. */
  private static void send(String method, String session, String path, JsonText body)
      throws Exception {
    String at = url + "/v1/sessions/" + session;
    HttpResponse<String> sent =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(at + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    String position = Json.parse(sent.body()).members().get("position").string();
    String query =
        "?messages=none&wait=20s&after=" + URLEncoder.encode(position, StandardCharsets.UTF_8);
    HttpResponse<String> read =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(at + query)).build(), BodyHandlers.ofString());
    assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
  }
}
