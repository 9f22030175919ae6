package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import io.sessionfold.testkit.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** The routes that publish, on a real broker. Every answer is one that the API describes. */
class GatewayIT {
  private static final String SESSIONS = "/v1/sessions/";

  @TempDir static Path directory;
  private static ServedApi api;
  private static DescribedClient client;

  @BeforeAll
  static void start() throws Exception {
    api = ServedApi.start(directory);
    client = api.client();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JsonText message(String text) {
    return Json.object(
        "agent", "concierge", "message", Json.object("role", "user", "content", text));
  }

  private static String position(Exchange written) {
    assertThat(written.status()).as(written.body()).isEqualTo(202);
    return written.text("position");
  }

  private static List<String> outcomes(Exchange written) {
    Exchange found = client.get("/v1/outcomes/" + position(written));
    return found.member("outcomes").elements().stream()
        .map(each -> each.members().get("outcome").string())
        .toList();
  }

  private static JsonText session(String id) {
    Exchange found = client.get(SESSIONS + id + "?messages=all");
    assertThat(found.status()).as(found.body()).isEqualTo(200);
    return found.json();
  }

  @Test
  void every_write_route_publishes_its_event() {
    String s = SESSIONS + "all";
    JsonText target = Json.object("agent", "concierge", "index", 0);
    List<Exchange> written =
        List.of(
            client.send("PUT", s, "{\"user\":\"u\",\"title\":\"T\",\"metadata\":{\"topic\":1}}"),
            client.post(s + "/messages", message("hello")),
            client.post(
                s + "/messages",
                "{\"agent\":\"a\",\"messages\":[{\"message\":{\"role\":\"user\"}},"
                    + "{\"agent\":\"b\",\"message\":{\"role\":\"x\"},\"format\":\"strands\"}]}"),
            client.post(
                s + "/measurements",
                Json.object("target", target, "metrics", Json.object("latencyMs", 7))),
            client.post(s + "/redactions", Json.object("target", target, "reason", "card")),
            client.post(
                s + "/replacements",
                Json.object(
                    "target",
                    Json.object("agent", "a", "index", 0),
                    "message",
                    Json.object("role", "user", "content", "new"))),
            client.post(s + "/guardrails", Json.object("agent", "concierge", "action", "BLOCKED")),
            client.post(s + "/feedback", "{\"rating\":\"up\",\"id\":\"mine\",\"n\":1}"),
            client.send("PATCH", s + "/agents/concierge", "{\"model\":\"m\",\"state\":{\"n\":1}}"),
            client.send("PATCH", s + "/metadata", "{\"set\":{\"/lang\":\"pt\"}}"),
            client.post(s + "/close", "{\"reason\":\"done\"}"));
    api.projector().project();
    assertThat(written).allSatisfy(each -> assertThat(outcomes(each)).containsOnly("applied"));

    var found = session("all").members();
    assertThat(found.get("title").string()).isEqualTo("T");
    assertThat(found.get("messages").elements()).hasSize(3);
    assertThat(found.get("agents").members()).containsOnlyKeys("concierge", "a", "b");
    assertThat(found.get("metadata")).hasToString("{\"topic\":1,\"lang\":\"pt\"}");
    assertThat(found.get("feedbacks").elements().get(0).members().get("id").string())
        .isEqualTo("mine");
    assertThat(found).containsKey("closed_at");

    Exchange deleted = client.delete(s + "?reason=asked");
    api.projector().project();
    assertThat(outcomes(deleted)).containsOnly("applied");
    assertThat(client.get(s).problem()).isEqualTo("not-found");
  }

  @Test
  void a_repeat_with_the_same_key_is_answered_the_same_and_applied_once() throws Exception {
    String path = SESSIONS + "repeat/messages";
    Exchange first = client.post(path, message("once"), "Idempotency-Key", "k1");
    assertThat(client.post(path, message("once"), "Idempotency-Key", "\"k1\"").body())
        .isEqualTo(first.body());
    assertThat(first.member("events").elements().get(0).members().get("id").string())
        .isEqualTo("k1");
    Exchange other = client.post(path, message("twice"), "Idempotency-Key", "k1");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.problem()).isEqualTo("idempotency-conflict");
    assertThat(other.body()).doesNotContain("twice");

    api.restart(HttpSettings.loopback(0));
    client = api.client();
    Exchange again = client.post(path, message("once"), "Idempotency-Key", "k1");
    api.projector().project();
    assertThat(outcomes(first)).containsOnly("applied");
    assertThat(outcomes(again)).containsOnly("duplicate");
    assertThat(session("repeat").members().get("messages").elements()).hasSize(1);
  }

  @Test
  void the_events_of_one_key_have_ids_of_their_own() {
    Exchange written =
        client.post(
            SESSIONS + "ids/messages",
            "{\"agent\":\"a\",\"messages\":[{\"message\":{\"role\":\"u\"}},"
                + "{\"message\":{\"role\":\"u\"},\"id\":\"own\",\"source\":\"/me\"}]}",
            "Idempotency-Key",
            "k2");
    assertThat(written.member("events"))
        .hasToString(
            "[{\"id\":\"k2/0\",\"source\":\"/gateway\"},{\"id\":\"own\",\"source\":\"/me\"}]");
  }

  @Test
  void of_a_batch_with_an_invalid_event_nothing_is_sent_and_every_place_is_told() {
    long before = api.projector().published();
    Exchange refused =
        client.post(
            SESSIONS + "batch/messages",
            "{\"agent\":\"a\",\"messages\":[{\"message\":{\"role\":\"u\"}},"
                + "{\"message\":{\"content\":\"sesame\"}},{\"message\":7,\"x\":1}]}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.member("reasons").elements())
        .extracting(reason -> reason.members().get("pointer").string())
        .contains("/messages/1/message/role")
        .anyMatch(pointer -> pointer.startsWith("/messages/2"))
        .noneMatch(pointer -> pointer.startsWith("/messages/0"));
    assertThat(refused.body()).doesNotContain("sesame");
    assertThat(api.projector().published()).isEqualTo(before);
  }

  @Test
  void a_merge_patch_sets_and_unsets() {
    String path = SESSIONS + "patch/metadata";
    String type = "application/merge-patch+json";
    position(client.send("PATCH", path, "{\"set\":{\"/a/b\":1,\"/a/c\":2,\"/d\":3}}"));
    position(client.sendAs(type, "PATCH", path, "{\"a\":{\"b\":null,\"e/f\":4},\"d\":null}"));
    api.projector().project();
    assertThat(session("patch").members().get("metadata"))
        .hasToString("{\"a\":{\"c\":2,\"e/f\":4}}");
    assertThat(client.sendAs(type, "PATCH", path, "{}").status()).isEqualTo(400);
    assertThat(client.sendAs(type, "PATCH", path, "{\"a\":{}}").status()).isEqualTo(400);
  }

  private static String event(String id, String session) {
    return ("{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":"
            + "\"io.sessionfold.message.appended.v1\",\"subject\":\"%s\",\"data\":%s}")
        .formatted(id, session, data(id));
  }

  private static String data(String text) {
    return Json.object(
            "agent",
            "a",
            "format",
            "openai.chat",
            "message",
            Json.object("role", "user", "content", text))
        .toString();
  }

  @Test
  void cloud_events_come_binary_structured_or_many() {
    String s = "default/events";
    Exchange binary =
        client.sendAs(
            "application/json",
            "POST",
            "/v1/events",
            data("one"),
            "ce-specversion",
            "1.0",
            "ce-id",
            "m%20%C3%A9",
            "ce-source",
            "/s",
            "ce-type",
            "io.sessionfold.message.appended.v1",
            "ce-subject",
            s);
    Exchange structured =
        client.sendAs("application/cloudevents+json", "POST", "/v1/events", event("two", s));
    Exchange batch =
        client.sendAs(
            "application/cloudevents-batch+json",
            "POST",
            "/v1/events",
            "[" + event("three", s) + "," + event("four", s) + "]");
    assertThat(binary.member("events")).hasToString("[{\"id\":\"m é\",\"source\":\"/s\"}]");
    api.projector().project();
    assertThat(outcomes(binary)).containsOnly("applied");
    assertThat(outcomes(structured)).containsOnly("applied");
    assertThat(outcomes(batch)).containsOnly("applied");
    assertThat(session("events").members().get("messages").elements())
        .extracting(m -> m.members().get("message").members().get("content").string())
        .containsExactly("one", "two", "three", "four");

    Exchange wrong =
        client.sendAs(
            "application/cloudevents-batch+json",
            "POST",
            "/v1/events",
            "[" + event("five", s) + ",{\"specversion\":\"1.0\"}]");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.member("reasons").elements())
        .allMatch(reason -> reason.members().get("pointer").string().startsWith("/1"));
  }

  static List<String> hostileIds() {
    return List.of(
        "%",
        "%2F",
        "a;b",
        "..",
        ".",
        "...",
        "a+b c",
        "😀",
        "é",
        "e\u0301",
        "x".repeat(256),
        "שלום",
        "\u202Eabc",
        "a?b#c",
        "a\\b",
        "<script>",
        "{session}",
        "&=",
        "~",
        "'\"",
        "*");
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  void a_session_may_be_called_anything(String id) {
    String path = SESSIONS + DescribedClient.segment(id);
    position(client.post(path + "/messages", message("hello")));
    api.projector().project();
    Exchange found = client.get(path);
    assertThat(found.text("session")).isEqualTo(id);
    assertThat(client.get(path + "/messages").text("session")).isEqualTo(id);
  }

  @ParameterizedTest
  @MethodSource("impossibleIds")
  void a_path_that_names_no_session_is_refused(String segment) {
    assertThat(client.post(SESSIONS + segment + "/messages", message("x")).status()).isEqualTo(400);
    assertThat(client.get(SESSIONS + segment).status()).isEqualTo(400);
  }

  static List<String> impossibleIds() {
    return List.of("a%2Fb", "%2F", "%00", "a%0Ab", "%40active", "x".repeat(257), "%C2%85");
  }

  @Test
  void what_is_no_json_of_a_known_type_is_refused() {
    String path = SESSIONS + "bad/messages";
    assertThat(client.sendAs("text/plain", "POST", path, "{}").status()).isEqualTo(415);
    assertThat(client.sendAs("application/json; charset=utf-8", "POST", path, "{").status())
        .isEqualTo(400);
    assertThat(client.post(path, "[]").status()).isEqualTo(400);
    assertThat(client.post(path, "{\"a\":1,\"a\":2}").status()).isEqualTo(400);
    assertThat(client.post(path, "{}").status()).isEqualTo(422);
    assertThat(client.post(path, "{}", "Content-Encoding", "gzip").status()).isEqualTo(415);
    assertThat(client.post(path, message("x"), "Idempotency-Key", " ").status()).isEqualTo(400);
    assertThat(client.post(path, "{\"messages\":[]}").status()).isEqualTo(400);
    assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
    assertThat(client.send("PUT", path, "{}").status()).isEqualTo(405);
  }

  @Test
  void an_event_or_a_body_that_is_too_long_is_refused_without_its_text() {
    String path = SESSIONS + "long/messages";
    Exchange event = client.post(path, message("sesame".repeat(1_200_000)));
    assertThat(event.status()).isIn(413, 422);
    assertThat(event.body()).doesNotContain("sesame");
    Exchange body = client.post(path, message("sesame".repeat(3_000_000)));
    assertThat(body.status()).isEqualTo(413);
    assertThat(body.body()).doesNotContain("sesame");
  }

  @Test
  void nothing_that_a_session_says_is_logged_or_told_in_an_error() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    try {
      String path = SESSIONS + "quiet";
      position(client.post(path + "/messages", message("sesame")));
      for (String bad :
          List.of(
              "{\"agent\":\"a\",\"message\":\"sesame\"}",
              "{\"agent\":\"a\",\"message\":{\"role\":\"u\"},\"usage\":\"sesame\"}",
              "{\"agent\":\"sesame\"",
              "{\"agent\":\"a\" \"sesame\":1}",
              "{\"id\":[\"sesame\"]}")) {
        Exchange refused = client.post(path + "/messages", bad);
        assertThat(refused.status()).as(bad).isBetween(400, 499);
        assertThat(refused.body()).doesNotContain("sesame");
      }
      assertThat(client.post(path + "/feedback", "{\"rating\":\"sesame\"}").body())
          .doesNotContain("sesame");
      api.projector().project();
    } finally {
      root.detachAppender(logged);
    }
    assertThat(List.copyOf(logged.list))
        .noneMatch(event -> event.getFormattedMessage().contains("sesame"))
        .noneMatch(
            event ->
                event.getThrowableProxy() != null
                    && ThrowableProxyUtil.asString(event.getThrowableProxy()).contains("sesame"));
  }
}
