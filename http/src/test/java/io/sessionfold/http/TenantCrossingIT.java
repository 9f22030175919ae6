package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.http.access.Right;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import io.sessionfold.testkit.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, and that nobody reaches another tenant by anything that a request can hold. */
class TenantCrossingIT {
  private static final String SECRET = "sesame";
  private static final String SESSIONS = "/v1/sessions/";
  private static final int PER_SECOND = 400;

  @TempDir static Path directory;
  private static ServedApi api;
  private static TokenFiles tokens;
  private static DescribedClient anonymous;
  private static DescribedClient mine;
  private static DescribedClient theirs;

  @BeforeAll
  static void start() throws Exception {
    tokens = new TokenFiles(directory.resolve("tokens.json"));
    String a = tokens.add("a", "tenant-a");
    String b = tokens.add("b", "tenant-b");
    HttpSettings open = HttpSettings.loopback(0).withTokens(tokens.file());
    HttpSettings settings =
        new HttpSettings(
            "0.0.0.0", 0, tokens.file(), null, open.bodyBytes(), PER_SECOND, open.idle());
    api = ServedApi.start(directory.resolve("kafka"), settings);
    anonymous = api.client();
    mine = anonymous.withToken(a);
    theirs = anonymous.withToken(b);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JsonText message(String text) {
    return Json.object("agent", "x", "message", Json.object("role", "user", "content", text));
  }

  private static String write(DescribedClient client, String session, String text) {
    Exchange written = client.post(SESSIONS + session + "/messages", message(text));
    assertThat(written.status()).as(written.body()).isEqualTo(202);
    api.projector().project();
    return written.text("position");
  }

  @Test
  void without_a_token_that_is_known_nothing_is_answered() throws Exception {
    String expired = tokens.add("old", "tenant-a", EnumSet.allOf(Right.class), Instant.EPOCH);
    for (DescribedClient client :
        List.of(
            anonymous,
            anonymous.withToken("sf_nonsense"),
            anonymous.withToken(expired),
            anonymous.with("Authorization", "Basic eDp5"))) {
      for (String path : List.of("/v1/sessions", SESSIONS + "s", "/v1/access", "/v1/pipeline")) {
        Exchange refused = client.get(path);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
      }
      assertThat(client.post(SESSIONS + "s/messages", message("x")).status()).isEqualTo(401);
      assertThat(client.get("/docs").status()).as("is for everyone").isEqualTo(200);
    }
  }

  @Test
  void a_token_gives_its_rights_and_no_others() throws Exception {
    DescribedClient reads = limited("reads", Right.READ);
    DescribedClient writes = limited("writes", Right.WRITE);
    DescribedClient operates = limited("operates", Right.OPERATE);
    await().atMost(Duration.ofSeconds(10)).until(() -> reads.get("/v1/access").status() == 200);
    assertThat(reads.get("/v1/access").member("rights")).hasToString("[\"read\"]");
    assertThat(reads.get("/v1/sessions").status()).isEqualTo(200);
    assertThat(reads.post(SESSIONS + "s/messages", message("x")).status()).isEqualTo(403);
    assertThat(reads.get("/v1/pipeline").status()).isEqualTo(403);
    assertThat(writes.post(SESSIONS + "s/messages", message("x")).status()).isEqualTo(202);
    assertThat(writes.get("/v1/sessions").status()).isEqualTo(403);
    assertThat(operates.get("/v1/pipeline").status()).isEqualTo(200);
    assertThat(operates.delete(SESSIONS + "s").status()).isEqualTo(403);
  }

  private static DescribedClient limited(String name, Right right) throws Exception {
    return anonymous.withToken(tokens.add(name, "tenant-r", EnumSet.of(right), null));
  }

  @Test
  void the_same_session_id_is_another_session_in_another_tenant() {
    write(mine, "shared", SECRET);
    for (String path :
        List.of("", "/messages", "/timeline", "/usage", "/export", "?as_of=1", "/diff?from=1")) {
      Exchange found = theirs.get(SESSIONS + "shared" + path);
      assertThat(found.status()).as(path).isEqualTo(404);
      assertThat(found.body()).doesNotContain(SECRET);
    }
    write(theirs, "shared", "theirs");
    assertThat(theirs.get(SESSIONS + "shared").body()).doesNotContain(SECRET).contains("theirs");
    assertThat(mine.get(SESSIONS + "shared").body()).contains(SECRET).doesNotContain("theirs");
    theirs.delete(SESSIONS + "shared");
    api.projector().project();
    assertThat(mine.get(SESSIONS + "shared").status()).isEqualTo(200);
  }

  @Test
  void no_id_leads_into_another_tenant() {
    write(mine, "inside", SECRET);
    for (String id :
        List.of(
            "tenant-a%2Finside",
            "..%2Ftenant-a%2Finside",
            "%2e%2e%2ftenant-a%2finside",
            "tenant-a%252Finside",
            "..;%2Ftenant-a%2Finside")) {
      Exchange found = theirs.get(SESSIONS + id);
      assertThat(found.status()).as(id).isIn(400, 404);
      assertThat(found.body()).doesNotContain(SECRET);
      assertThat(theirs.get(SESSIONS + id + "/messages").body()).doesNotContain(SECRET);
    }
    assertThat(theirs.get("/v1/sessions").body()).doesNotContain("inside");
    assertThat(theirs.get("/v1/export").body()).doesNotContain(SECRET);
  }

  @Test
  void no_header_and_no_parameter_names_the_tenant_beside_a_token() {
    write(mine, "headed", SECRET);
    DescribedClient sly = theirs.with("Sessionfold-Tenant", "tenant-a");
    assertThat(sly.get("/v1/access").text("tenant")).isEqualTo("tenant-b");
    assertThat(sly.get(SESSIONS + "headed").status()).isEqualTo(404);
    assertThat(sly.get("/v1/sessions").body()).doesNotContain("headed");
    assertThat(theirs.get("/v1/sessions?tenant=tenant-a").status()).isEqualTo(400);
    write(sly, "headed", "mischief");
    assertThat(mine.get(SESSIONS + "headed").body()).doesNotContain("mischief");
  }

  @Test
  void a_cursor_of_another_tenant_shows_nothing_of_it() {
    write(mine, "cursor-1", SECRET);
    write(mine, "cursor-2", SECRET);
    String cursor = DescribedClient.segment(mine.get("/v1/sessions?limit=1").text("cursor"));
    Exchange found = theirs.get("/v1/sessions?limit=1&cursor=" + cursor);
    assertThat(found.body()).doesNotContain("tenant-a");
    String timeline =
        DescribedClient.segment(
            mine.get(SESSIONS + "cursor-1/timeline?limit=1").json().members().containsKey("cursor")
                ? mine.get(SESSIONS + "cursor-1/timeline?limit=1").text("cursor")
                : "x");
    assertThat(theirs.get(SESSIONS + "cursor-1/timeline?cursor=" + timeline).status())
        .isIn(400, 404);
  }

  @Test
  void a_position_of_another_tenant_tells_nothing_of_its_event() {
    String applied = write(mine, "placed", SECRET);
    Exchange rejected =
        mine.post(
            SESSIONS + "placed/redactions", Json.object("target", Json.object("event", SECRET)));
    api.projector().project();
    for (String token : List.of(applied, rejected.text("position"))) {
      Exchange found = theirs.get("/v1/outcomes/" + token);
      assertThat(found.member("outcomes").elements())
          .allMatch(each -> each.members().get("outcome").string().equals("unknown"));
      Exchange read = theirs.get(SESSIONS + "placed?after=" + token);
      assertThat(read.status()).isEqualTo(404);
      assertThat(read.body()).doesNotContain(SECRET, "reasons");
    }
  }

  @Test
  void the_same_key_of_two_tenants_is_two_keys() {
    String path = SESSIONS + "keyed/messages";
    Exchange first = mine.post(path, message(SECRET), "Idempotency-Key", "k");
    Exchange second = theirs.post(path, message("other"), "Idempotency-Key", "k");
    Exchange third = theirs.post(path, message("other"), "Idempotency-Key", "k");
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text("position")).isNotEqualTo(first.text("position"));
    assertThat(third.body()).isEqualTo(second.body());
    api.projector().project();
    assertThat(theirs.get(SESSIONS + "keyed").body()).contains("other").doesNotContain(SECRET);
  }

  @Test
  void a_cloud_event_is_of_the_token_s_tenant_or_is_refused() {
    long before = api.projector().published();
    for (String subject :
        List.of("tenant-a/s", "default/s", "/s", "s", "tenant-b", "tenant-b/a/b")) {
      Exchange refused =
          theirs.sendAs(
              "application/cloudevents-batch+json",
              "POST",
              "/v1/events",
              "[" + event("tenant-b/fine") + "," + event(subject) + "]");
      assertThat(refused.status()).as(subject).isIn(403, 422);
      assertThat(binary(subject).status()).as(subject).isIn(403, 422);
    }
    assertThat(api.projector().published()).isEqualTo(before);
    assertThat(binary("tenant-b/fine").status()).isEqualTo(202);
  }

  private static Exchange binary(String subject) {
    return theirs.post(
        "/v1/events",
        "{\"agent\":\"x\",\"format\":\"other\",\"message\":{\"role\":\"u\"}}",
        "ce-specversion",
        "1.0",
        "ce-id",
        "1",
        "ce-source",
        "/s",
        "ce-type",
        "io.sessionfold.message.appended.v1",
        "ce-subject",
        subject);
  }

  private static String event(String subject) {
    return ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":"
            + "\"io.sessionfold.message.appended.v1\",\"subject\":\"%s\",\"data\":"
            + "{\"agent\":\"x\",\"format\":\"other\",\"message\":{\"role\":\"u\"}}}")
        .formatted(subject);
  }
}
