package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.testkit.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console in a real browser, on the whole pipeline. */
class ConsoleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static Browser browser;
  private static ServedConsole console;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.open();
    console = ServedConsole.start(directory, List.of());
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

  @Test
  void a_session_arrives_is_found_opened_and_left_by_the_keyboard() throws Exception {
    open("/sessions");
    console.begin("arrival", "A parcel that is late", "mara");
    console.say("arrival", "user", "Where is my parcel?");
    browser.awaitText(".session-items", "A parcel that is late");
    browser.type("/");
    browser.type("parcel that");
    browser.awaitText(".list-foot", "1 session");
    browser.escape();
    browser.type("j");
    browser.type(Keys.ENTER);
    browser.awaitText(".scroller", "Where is my parcel?");
    console.say("arrival", "assistant", "It comes tomorrow.");
    browser.awaitText(".scroller", "It comes tomorrow.");
    browser.escape();
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("#/sessions"));
  }

  @Test
  void the_service_filters_by_user() throws Exception {
    console.begin("of-nora", "Something of Nora", "nora");
    console.begin("of-olaf", "Something of Olaf", "olaf");
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
    console.begin("steps", "Steps", "mara");
    console.say("steps", "user", "first words");
    console.say("steps", "assistant", "second words");
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
    console.begin("valid", "Valid", "mara");
    console.say("valid", "user", "What is the weather?");
    console.send(
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
    console.begin("hostile", attack, attack);
    console.say("hostile", attack, attack);
    console.say("hostile", "user", "[x](javascript:window.pwned=1) javascript:window.pwned=1");
    console.say("hostile", "user", "\u202eright to left \u0645\u0631\u062d\u0628\u0627");
    console.say("hostile", "user", "W".repeat(20_000));
    console.say("hostile", "user", "https://a.example/\"onmouseover=\"window.pwned=1");
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
    console.begin("long", "Long", "mara");
    for (int from = 0; from < 5000; from += 500) {
      List<JsonText> messages = new ArrayList<>();
      for (int i = from; i < from + 500; i++) {
        messages.add(
            ServedConsole.message(
                "user", "Message %d. %s".formatted(i + 1, "word ".repeat(i % 60))));
      }
      console.send("POST", "long", "/messages", new JsonWriter().add("messages", messages).done());
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
  void axe_finds_nothing_serious() throws Exception {
    console.begin("accessible", "Accessible", "mara");
    console.say("accessible", "user", "Is this for everybody? https://example.org/");
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      for (String view :
          List.of(
              "/sessions", "/sessions/accessible", "/sessions/accessible?as_of=1", "/pipeline")) {
        open(view);
        browser.awaitText("h1", "");
        await()
            .atMost(PATIENCE)
            .until(() -> browser.text("main").length() > 40 && !browser.connection().equals("off"));
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
    String revisions =
        String.join("\n", IntStream.rangeClosed(1, 7).mapToObj(r -> "revision " + r).toList());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(browser.text("[aria-label=Changes] .entry-line .quiet"))
                    .as("what the stream told, before the reload too")
                    .isEqualTo(revisions));
  }

  @Test
  void wherever_a_stream_is_cut_no_event_is_lost() {
    open("/sessions");
    Object wrong =
        browser.awaitScript(
            """
            const done = arguments[0];
            const text = ': hello\\nid: a\\n\\nid: b\\nevent: x\\ndata: 1\\ndata: 2\\n\\n'
              + ': heartbeat\\r\\nid: c\\r\\n\\r\\nid: d\\r\\ndata: 3\\r\\n\\r\\n';
            import('/js/core/event-stream.js').then(({ EventParser }) => {
              const wrong = [];
              for (let at = 0; at <= text.length; at++) {
                const parser = new EventParser();
                const first = parser.push(text.slice(0, at));
                const behind = parser.lastId;
                const told = first.map(e => e.id).at(-1) ?? null;
                if (behind !== null && told !== behind && !['a', 'c'].includes(behind)) wrong.push(['skips', at, behind]);
                const all = [...first, ...parser.push(text.slice(at))].map(e => e.id + e.type + e.data);
                if (all.join() !== 'bx1\\n2,dmessage3' || parser.lastId !== 'd') wrong.push(['cut', at, ...all]);
              }
              return JSON.stringify(wrong);
            }).then(done, failure => done(String(failure)));
            """);
    assertThat(wrong).isEqualTo("[]");
  }

  private static void open(String view) {
    browser.go(console.url() + "/#" + view);
  }
}
