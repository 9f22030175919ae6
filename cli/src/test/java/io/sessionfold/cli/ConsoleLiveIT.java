package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.testkit.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console on the stream of changes, of a service that knows its callers by their tokens. */
class ConsoleLiveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The page looks every three seconds where it has to look. */
  private static final int QUIET_MILLIS = 4000;

  @TempDir private static Path directory;
  private static Browser browser;
  private static ServedConsole console;
  private static String ours;
  private static String theirs;
  private static Path tokens;
  private static String entries;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.open();
    List<String> first = token("ours", "acme");
    List<String> second = token("theirs", "other");
    ours = first.get(0);
    theirs = second.get(0);
    tokens = directory.resolve("tokens.json");
    entries = "{\"tokens\":[%s,%s]}".formatted(first.get(1), second.get(1));
    Files.writeString(tokens, entries);
    console = ServedConsole.start(directory, List.of("http.tokens=" + tokens));
    console.authorize(ours);
  }

  private static List<String> token(String name, String tenant) {
    Answer answer =
        Answer.of(
            "token", "new", "--name", name, "--tenant", tenant, "--rights", "write,read,operate");
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out().lines().toList();
  }

  @AfterAll
  static void stop() {
    if (console != null) {
      console.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void forget() {
    browser.go(console.url() + "/icon.svg");
    browser.script("sessionStorage.clear()");
  }

  @Test
  void nothing_is_shown_until_a_right_token_is_given() throws Exception {
    console.begin("guarded", "A guarded title", "mara");
    browser.go(console.url() + "/#/sessions/guarded");
    browser.awaitText("dialog h2", "This service needs a token");
    assertThat(browser.script("return document.activeElement.id")).isEqualTo("token");
    assertThat(browser.seriousFindings()).isEmpty();
    browser.type("sf_wrong", Keys.ENTER);
    browser.awaitText("dialog h2", "This token is not known");
    browser.escape();
    await()
        .atMost(PATIENCE)
        .until(() -> "token".equals(browser.script("return document.activeElement.id")));
    assertThat(browser.text("main")).isEmpty();
    assertThat(browser.seriousFindings()).isEmpty();
    browser.type(ours, Keys.ENTER);
    browser.awaitText(".session-items", "A guarded title");
    assertThat(browser.text(".tenant")).isEqualTo("acme");
    assertThat(browser.script("return Object.values(sessionStorage).includes(arguments[0])", ours))
        .isEqualTo(true);
    assertThat(
            browser.script(
                "return document.cookie + JSON.stringify(localStorage) + location.href"
                    + " + document.documentElement.outerHTML"))
        .asString()
        .doesNotContain(ours);
    browser.script("location.reload()");
    browser.awaitText(".session-items", "A guarded title");
    assertThat(browser.text("dialog")).isEmpty();
  }

  @Test
  void a_token_of_another_tenant_shows_nothing_of_the_one_before() throws Exception {
    console.begin("before", "Only of acme", "mara");
    open("/sessions");
    browser.awaitText(".session-items", "Only of acme");
    Files.writeString(tokens, "{\"tokens\":[%s]}".formatted(entryOf("theirs")));
    try {
      await().atMost(PATIENCE).until(() -> console.get("/v1/access").statusCode() == 401);
      browser.script("document.getElementById('filter-since').dispatchEvent(new Event('change'))");
      browser.awaitText("dialog h2", "This token is not known");
      assertThat(browser.text("main")).doesNotContain("acme");
      browser.type(theirs, Keys.ENTER);
      browser.awaitText(".tenant", "other");
      browser.awaitText(".list-foot", "No sessions yet");
      assertThat(browser.text("body")).doesNotContain("acme");
    } finally {
      Files.writeString(tokens, entries);
      await().atMost(PATIENCE).until(() -> console.get("/v1/access").statusCode() == 200);
    }
  }

  private static String entryOf(String name) {
    return Json.parse(entries).members().get("tokens").elements().stream()
        .filter(entry -> entry.members().get("name").string().equals(name))
        .findFirst()
        .orElseThrow()
        .toString();
  }

  @Test
  void sessions_arrive_by_the_stream_and_nothing_is_asked_for_in_between() throws Exception {
    open("/sessions");
    browser.script("window.samePage = true");
    awaitQuiet();
    assertThat(asked()).isNotEmpty();
    console.begin("arrives", "It arrives", "mara");
    console.say("arrives", "user", "hello");
    browser.awaitText(".session-items", "It arrives");
    awaitQuiet();
    assertThat(asked()).isNotEmpty().allMatch(path -> path.startsWith("/v1/sessions/arrives?"));
    assertThat(browser.script("return window.samePage")).as("without a reload").isEqualTo(true);
  }

  @Test
  void one_session_goes_on_and_what_is_taken_back_goes() throws Exception {
    console.begin("follows", "It goes on", "mara");
    console.say("follows", "user", "my card is 4111");
    open("/sessions/follows");
    browser.awaitText(".scroller", "my card is 4111");
    browser.awaitConnection("live");
    console.say("follows", "assistant", "never say that");
    browser.awaitText(".scroller", "never say that");
    browser.type("[");
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("as_of=2"));
    browser.awaitText(".scroller", "my card is 4111");
    String target = "{\"target\":{\"agent\":\"desk\",\"index\":0},\"reason\":\"card\"}";
    console.send("POST", "follows", "/redactions", Json.parse(target));
    browser.awaitText(".scroller", "[redacted]");
    assertThat(browser.text(".scroller")).as("in the past").doesNotContain("4111");
    browser.type("]]]");
    browser.awaitText(".scroller", "never say that");
    target = "{\"target\":{\"agent\":\"desk\",\"index\":1},\"reason\":\"rude\"}";
    console.send("POST", "follows", "/redactions", Json.parse(target));
    await().atMost(PATIENCE).until(() -> !browser.text(".scroller").contains("never say that"));
    assertThat(console.publish("DELETE", "/v1/sessions/follows", "").statusCode()).isEqualTo(202);
    browser.awaitText(".session-aside", "This session was deleted");
    assertThat(browser.text(".session")).doesNotContain("Redacted");
    assertThat(browser.text(".session-items")).doesNotContain("It goes on");
  }

  @Test
  void exports_are_what_the_service_answers() throws Exception {
    console.begin("exported", "Exported", "mara");
    console.say("exported", "user", "1.50 \u2028 <b>");
    Path downloads = Files.createDirectory(directory.resolve("downloads"));
    browser.downloadsTo(downloads);
    open("/sessions/exported");
    browser.awaitText(".scroller", "1.50");
    for (String format : List.of("jsonl", "openai")) {
      browser.script(
          "document.querySelector('[data-format=' + arguments[0] + ']').click()", format);
      Path file = downloads.resolve("exported." + format + ".jsonl");
      await().atMost(PATIENCE).until(() -> Files.exists(file));
      assertThat(Files.readString(file, StandardCharsets.UTF_8))
          .isEqualTo(console.get("/v1/sessions/exported/export?format=" + format).body())
          .contains("1.50");
    }
  }

  @Test
  void pages_that_were_left_hold_no_connections() throws Exception {
    console.begin("left", "Left behind", "mara");
    for (int page = 0; page < 8; page++) {
      open("/sessions");
      browser.awaitText(".session-items", "Left behind");
      browser.awaitConnection("live");
    }
    browser.script("history.back()");
    browser.awaitConnection("live");
  }

  @Test
  void a_tab_that_nobody_looks_at_gives_its_connection_back_and_misses_nothing() throws Exception {
    open("/sessions");
    browser.awaitConnection("live");
    browser.script(
        "const wait = window.setTimeout; window.setTimeout = (act, ms) => wait(act, ms === 30000 ? 1 : ms)");
    look("hidden");
    browser.awaitConnection("paused");
    console.begin("unseen", "Begun while nobody looked", "mara");
    assertThat(browser.text(".session-items")).doesNotContain("Begun while nobody looked");
    look("visible");
    browser.awaitText(".session-items", "Begun while nobody looked");
    assertThat(browser.connection()).isEqualTo("live");
  }

  private static void look(String state) {
    browser.script(
        "Object.defineProperty(document, 'visibilityState', {value: arguments[0], configurable: true});"
            + " document.dispatchEvent(new Event('visibilitychange'))",
        state);
  }

  @Test
  void after_a_restart_it_goes_on_and_on_another_log_it_begins_anew() throws Exception {
    console.begin("away", "Of the first log", "mara");
    open("/playground/away");
    browser.awaitConnection("live");
    console.say("away", "user", "said before");
    awaitRevisions(2);
    console.stop();
    browser.awaitConnection("waiting");
    browser.awaitText("#connection", "waiting for the service");
    browser.offline(true);
    console.startAgain();
    console.say("away", "assistant", "said while the page could not hear it");
    browser.offline(false);
    browser.awaitConnection("live");
    console.say("away", "user", "said after");
    awaitRevisions(2, 3, 4);
    browser.awaitText(".document", "said after");

    open("/sessions/away");
    browser.awaitText(".scroller", "said after");
    console.stop();
    console.startEmpty();
    browser.awaitText(".session-aside", "There is no such session");
    browser.awaitText(".list-foot", "No sessions yet");
    assertThat(browser.text("main")).doesNotContain("said after", "Of the first log");
    console.begin("again", "Of the second log", "mara");
    browser.awaitText(".session-items", "Of the second log");
    assertThat(browser.connection()).isEqualTo("live");
  }

  /** Exactly these changes are told, each once and in this order. */
  private static void awaitRevisions(int... revisions) {
    String expected =
        String.join("\n", IntStream.of(revisions).mapToObj(r -> "revision " + r).toList());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(browser.text("[aria-label=Changes] .entry-line .quiet"))
                    .isEqualTo(expected));
  }

  /** Opens a view with our token. */
  private static void open(String view) {
    browser.script("sessionStorage.setItem('sessionfold.token', arguments[0])", ours);
    browser.go(console.url() + "/#" + view);
  }

  /** What the page asked for since the last time, without the stream, which has not ended. */
  private static List<String> asked() {
    Object asked =
        browser.script(
            "const all = performance.getEntriesByType('resource').map(e => e.name);"
                + " performance.clearResourceTimings(); return all");
    return ((List<?>) asked)
        .stream().map(name -> String.valueOf(name).substring(console.url().length())).toList();
  }

  /** Waits until nothing was asked for in a while. */
  private static void awaitQuiet() {
    browser.awaitConnection("live");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Boolean.TRUE.equals(
                    browser.script(
                        "const all = performance.getEntriesByType('resource');"
                            + " return performance.now() - Math.max(0, ...all.map(e => e.startTime)) > arguments[0]",
                        QUIET_MILLIS)));
  }
}
