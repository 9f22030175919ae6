package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import io.sessionfold.testkit.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes that read, on what was published through the same service. */
class ReadingIT {
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

  private static String append(String session, String... texts) {
    String position = "";
    for (String text : texts) {
      JsonText message = Json.object("role", "user", "content", text);
      position =
          client
              .post(
                  SESSIONS + session + "/messages",
                  Json.object("agent", "concierge", "message", message))
              .text("position");
    }
    return position;
  }

  @Test
  void a_write_is_read_with_its_token_or_the_answer_says_that_it_cannot_be_yet() {
    append("own", "first");
    api.projector().project();
    String token = append("own", "second");
    for (String path : List.of("", "/messages", "/usage", "/timeline")) {
      Exchange early = client.get(SESSIONS + "own" + path + "?after=" + token + "&wait=100ms");
      assertThat(early.status()).as(path).isEqualTo(504);
      assertThat(early.header("Retry-After")).isEqualTo("1");
      assertThat(client.get(SESSIONS + "own" + path + "?fresh=true&wait=100ms").status())
          .isEqualTo(504);
    }
    assertThat(client.get(SESSIONS + "own").json().members().get("revision")).hasToString("1");
    api.projector().project();
    assertThat(client.get(SESSIONS + "own?after=" + token).member("revision")).hasToString("2");
    assertThat(client.get(SESSIONS + "own?fresh=true&wait=5s").member("revision")).hasToString("2");
    assertThat(client.get(SESSIONS + "own/messages?after=1&after=" + token).member("messages"))
        .satisfies(found -> assertThat(found.elements()).hasSize(1));
  }

  @Test
  void a_read_that_waits_for_a_rejected_event_says_why_it_was() {
    append("rejecting", "hello");
    Exchange written =
        client.post(
            SESSIONS + "rejecting/redactions",
            Json.object("target", Json.object("event", "nothing")));
    String token = written.text("position");
    assertThat(outcome(token)).isEqualTo("pending");
    api.projector().project();
    Exchange read = client.get(SESSIONS + "rejecting?after=" + token);
    assertThat(read.status()).isEqualTo(409);
    assertThat(read.problem()).isEqualTo("event-rejected");
    assertThat(read.member("reasons").elements().get(0).members().get("code").string())
        .isEqualTo("unknown-target");
    assertThat(outcome(token)).isEqualTo("rejected");
    assertThat(client.get("/v1/outcomes/nonsense").status()).isEqualTo(400);
  }

  private static String outcome(String token) {
    return client
        .get("/v1/outcomes/" + token)
        .member("outcomes")
        .elements()
        .get(0)
        .members()
        .get("outcome")
        .string();
  }

  @Test
  void an_answer_that_is_at_hand_is_not_sent_again() {
    append("tagged", "one");
    api.projector().project();
    Exchange first = client.get(SESSIONS + "tagged");
    String tag = first.header("ETag");
    Exchange same = client.get(SESSIONS + "tagged", "If-None-Match", "\"x\", " + tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(client.get(SESSIONS + "tagged?messages=none", "If-None-Match", tag).status())
        .as("another answer")
        .isEqualTo(200);
    append("tagged", "two");
    api.projector().project();
    assertThat(client.get(SESSIONS + "tagged", "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void a_long_answer_is_compressed_for_who_takes_that() throws Exception {
    append("long", "a".repeat(20_000));
    api.projector().project();
    String plain = client.get(SESSIONS + "long").body();
    byte[] compressed = Raw.get(api.url(), SESSIONS + "long", "Accept-Encoding: gzip");
    assertThat(compressed.length).isLessThan(5_000);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
    }
  }

  @Test
  void the_past_and_what_changed_since() {
    append("past", "one");
    client.send("PATCH", SESSIONS + "past/metadata", "{\"set\":{\"/topic\":\"x\"}}");
    append("past", "two");
    api.projector().project();
    Exchange then = client.get(SESSIONS + "past?as_of=1");
    assertThat(then.member("revision")).hasToString("1");
    assertThat(then.member("messages").elements()).hasSize(1);
    assertThat(then.json().members()).containsKey("recorded_at");
    assertThat(client.get(SESSIONS + "past?as_of=-1&messages=none").json().members())
        .doesNotContainKey("messages");
    Exchange none = client.get(SESSIONS + "past?as_of=99");
    assertThat(none.problem()).isEqualTo("no-such-revision");
    assertThat(none.member("current")).hasToString("3");
    Exchange diff = client.get(SESSIONS + "past/diff?from=1");
    assertThat(diff.member("added_messages").elements()).hasSize(1);
    assertThat(diff.member("metadata").elements()).hasSize(1);
    assertThat(client.get(SESSIONS + "past/diff?from=2&to=1").status()).isEqualTo(400);
    assertThat(client.get(SESSIONS + "past/diff").status()).isEqualTo(400);
  }

  @Test
  void messages_come_in_pages_in_either_direction() {
    append("paged", "0", "1", "2", "3", "4", "5", "6");
    api.projector().project();
    String messages = SESSIONS + "paged/messages";
    Exchange first = client.get(messages + "?limit=3");
    assertThat(seqs(first)).containsExactly(1L, 2L, 3L);
    assertThat(seqs(client.get(messages + "?limit=3&after=" + first.member("cursor"))))
        .containsExactly(4L, 5L, 6L);
    assertThat(seqs(client.get(messages + "?last=2"))).containsExactly(6L, 7L);
    assertThat(seqs(client.get(messages + "?newest=true&before=5&limit=2")))
        .containsExactly(4L, 3L);
    assertThat(seqs(client.get(messages + "?agent=concierge&from=2&to=4"))).containsExactly(3L, 4L);
    assertThat(seqs(client.get(messages + "?agent=nobody"))).isEmpty();
    assertThat(client.get(messages + "?limit=0").status()).isEqualTo(400);
    assertThat(client.get(SESSIONS + "nothing/messages").status()).isEqualTo(404);
  }

  private static List<Long> seqs(Exchange page) {
    return page.member("messages").elements().stream()
        .map(m -> Long.valueOf(m.members().get("seq").toString()))
        .toList();
  }

  @Test
  void views_timeline_usage_and_exports() {
    client.post(
        SESSIONS + "views/messages",
        "{\"agent\":\"a\",\"message\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":"
            + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"usage\":"
            + "{\"inputTokens\":1,\"outputTokens\":2,\"totalTokens\":3}}");
    client.post(SESSIONS + "views/feedback", "{\"rating\":\"down\"}");
    client.post(SESSIONS + "views/guardrails", "{\"agent\":\"a\",\"action\":\"BLOCKED\"}");
    api.projector().project();
    assertThat(client.get(SESSIONS + "views/messages?view=valid").member("repairs").elements())
        .isNotEmpty();
    assertThat(client.get(SESSIONS + "views/timeline").member("entries").elements()).hasSize(3);
    assertThat(client.get(SESSIONS + "views/usage").member("total").members().get("totalTokens"))
        .hasToString("3");
    assertThat(client.get(SESSIONS + "views/export").body().lines()).hasSize(2);
    assertThat(client.get(SESSIONS + "views/export?format=openai").body().lines()).hasSize(1);
    assertThat(client.get("/v1/export").body()).contains("\"views\"");
  }

  @Test
  void sessions_are_found_and_come_in_pages() {
    for (int i = 0; i < 3; i++) {
      client.send(
          "PUT",
          SESSIONS + "listed-" + i,
          "{\"user\":\"lister\",\"application\":\"desk\",\"metadata\":{\"topic\":%d}}"
              .formatted(i % 2));
    }
    api.projector().project();
    Exchange first = client.get("/v1/sessions?user=lister&limit=2&order=created&newest=false");
    assertThat(ids(first)).containsExactly("listed-0", "listed-1");
    String cursor = DescribedClient.segment(first.text("cursor"));
    assertThat(
            ids(
                client.get(
                    "/v1/sessions?user=lister&limit=2&order=created&newest=false&cursor="
                        + cursor)))
        .containsExactly("listed-2");
    assertThat(ids(client.get("/v1/sessions?user=lister&metadata.topic=1")))
        .containsExactly("listed-1");
    assertThat(ids(client.get("/v1/sessions?user=lister&updated_to=2000-01-01T00:00:00Z")))
        .isEmpty();
    assertThat(client.get("/v1/sessions?metadata.unknown=1").status()).isEqualTo(400);
    assertThat(client.get("/v1/sessions?cursor=nonsense").status()).isEqualTo(400);
  }

  private static List<String> ids(Exchange page) {
    return page.member("sessions").elements().stream()
        .map(s -> s.members().get("session").string())
        .toList();
  }

  @Test
  void a_parameter_that_is_not_known_is_refused_by_every_read() {
    append("strict", "x");
    api.projector().project();
    for (String path :
        List.of(
            "/v1/sessions",
            SESSIONS + "strict",
            SESSIONS + "strict/messages",
            SESSIONS + "strict/timeline",
            SESSIONS + "strict/usage",
            SESSIONS + "strict/export",
            "/v1/export")) {
      Exchange refused = client.get(path + "?usr=x");
      assertThat(refused.status()).as(path).isEqualTo(400);
      assertThat(refused.text("detail")).contains("usr", "there are");
    }
    for (String bad :
        List.of("wait=2h", "wait=31s", "fresh=yes", "as_of=x", "messages=ALL", "after=1.2")) {
      assertThat(client.get(SESSIONS + "strict?" + bad).status()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void a_session_that_the_sink_left_out_is_told_as_such() {
    append("apart", "x");
    api.projector().project();
    String token = append("apart", "y");
    api.projector().leaveOut(SessionKey.of("apart"));
    Exchange read = client.get(SESSIONS + "apart?after=" + token);
    assertThat(read.status()).isEqualTo(503);
    assertThat(read.problem()).isEqualTo("session-quarantined");
    assertThat(read.header("Retry-After")).isEqualTo("30");
  }
}
