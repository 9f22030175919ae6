package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.http.access.Caller;
import io.sessionfold.http.access.NewToken;
import io.sessionfold.http.access.Right;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String ACCESS = "/v1/access";
  private static final String BAD_BODY = "/v1/sessions/s/messages";

  @TempDir private Path directory;

  @Test
  void without_a_token_nothing_but_what_is_public_is_answered() throws Exception {
    write(token("a", Right.READ));
    try (TestService service = byTokens()) {
      for (HttpResponse<String> answer :
          List.of(
              service.get("/v1/sessions"),
              service.get("/v1/sessions", "Authorization", "Bearer sf_wrong"),
              service.get("/v1/sessions", "Authorization", "Basic YTpi"),
              service.postJson(BAD_BODY, "{}"))) {
        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
      }
      assertThat(service.get("/openapi.json").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void head_is_refused_and_tells_nobody_without_a_token_what_there_is() throws Exception {
    write(token("a", Right.READ));
    try (TestService service = byTokens()) {
      for (String path : List.of("/v1/sessions", ACCESS, "/openapi.json")) {
        HttpResponse<String> answer =
            service.send(service.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(path).isEqualTo(405);
      }
    }
  }

  @Test
  void a_token_may_do_what_its_rights_say_in_its_own_tenant_whatever_the_request_says()
      throws Exception {
    NewToken token = token("a", Right.READ);
    write(token);
    try (TestService service = byTokens()) {
      assertProblem(service.get("/v1/pipeline", bearer(token)), 403, "forbidden");
      assertProblem(
          service.post(
              BAD_BODY,
              "{}",
              "Authorization",
              bearer(token)[1],
              "Content-Type",
              "application/json"),
          403,
          "forbidden");
      HttpResponse<String> access =
          service.get(ACCESS, "Authorization", bearer(token)[1], "Sessionfold-Tenant", "another");
      assertThat(access.body())
          .isEqualTo(
              "{\"name\":\"a\",\"tenant\":\"tenant-a\",\"rights\":[\"read\"],\"tokens\":true}");
    }
  }

  @Test
  void tokens_change_without_a_restart_and_a_bad_file_changes_nothing() throws Exception {
    NewToken old = token("a", Right.READ);
    NewToken next = token("b", Right.READ);
    write(old);
    try (TestService service = byTokens()) {
      assertThat(service.get(ACCESS, bearer(old)).statusCode()).isEqualTo(200);
      Files.writeString(file(), "{\"tokens\": [");
      await()
          .during(Duration.ofMillis(1500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> service.get(ACCESS, bearer(old)).statusCode() == 200);
      write(next);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> service.get(ACCESS, bearer(next)).statusCode() == 200);
      assertThat(service.get(ACCESS, bearer(old)).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void a_new_token_is_added_to_its_file_and_what_cannot_be_added_changes_nothing()
      throws Exception {
    NewToken first = token("a", Right.READ);
    NewToken second = token("b", Right.READ);
    first.addTo(file());
    try (TestService service = byTokens()) {
      second.addTo(file());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> service.get(ACCESS, bearer(second)).statusCode() == 200);
      assertThat(service.get(ACCESS, bearer(first)).statusCode()).isEqualTo(200);
    }
    String before = Files.readString(file());
    assertThatThrownBy(() -> token("a", Right.READ).addTo(file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens/2: its name is there twice");
    assertThat(file()).hasContent(before);
    Files.writeString(file(), "[]");
    assertThatThrownBy(() -> first.addTo(file())).isInstanceOf(IllegalArgumentException.class);
    assertThat(file()).hasContent("[]");
  }

  @Test
  void an_expired_token_is_none() throws Exception {
    NewToken token = token("a", Right.READ);
    String entry = token.entry().toString();
    Files.writeString(
        file(),
        "{\"tokens\":["
            + entry.substring(0, entry.length() - 1)
            + ",\"expires\":\"2020-01-01T00:00:00Z\"}]}");
    try (TestService service = byTokens()) {
      assertProblem(service.get(ACCESS, bearer(token)), 401, "unauthorized");
    }
  }

  @Test
  void a_file_of_tokens_that_is_wrong_is_refused_at_the_start_with_the_place() throws Exception {
    String entry = token("a", Right.READ).entry().toString();
    for (String wrong :
        List.of(
            "[]",
            "{\"tokens\":[" + entry.replace("\"tenant-a\"", "\"Tenant\"") + "]}",
            "{\"tokens\":[" + entry.replace("read", "everything") + "]}",
            "{\"tokens\":[" + entry.replace("sha256", "sha") + "]}",
            "{\"tokens\":[" + entry + "," + entry + "]}")) {
      Files.writeString(file(), wrong);
      assertThatThrownBy(this::byTokens)
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tokens");
    }
  }

  @Test
  void more_requests_than_a_token_may_send_are_told_to_come_again() throws Exception {
    NewToken token = token("a", Right.READ);
    write(token);
    HttpSettings settings =
        new HttpSettings("127.0.0.1", 0, file(), null, 4096, 2, HttpSettings.IDLE);
    try (TestService service = new TestService(settings)) {
      List<HttpResponse<String>> answers =
          Stream.generate(() -> service.get(ACCESS, bearer(token))).limit(20).toList();
      assertThat(answers.get(0).statusCode()).isEqualTo(200);
      HttpResponse<String> refused =
          answers.stream().filter(each -> each.statusCode() != 200).findFirst().orElseThrow();
      assertProblem(refused, 429, "too-many-requests");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void without_tokens_pages_of_other_sites_and_other_names_are_refused() throws Exception {
    try (TestService service = new TestService(HttpSettings.loopback(0))) {
      assertThat(service.get(ACCESS).statusCode()).isEqualTo(200);
      assertThat(statusLine(service.service().url(), "evil.example")).contains(" 403 ");
      assertThat(statusLine(service.service().url(), "localhost:1")).contains(" 200 ");
      assertProblem(service.get(ACCESS, "Sec-Fetch-Site", "cross-site"), 403, "forbidden");
      assertThat(service.get(ACCESS, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
      assertProblem(
          service.post(BAD_BODY, "{}", "Content-Type", "text/plain"),
          415,
          "unsupported-media-type");
    }
  }

  @Test
  void without_tokens_it_listens_on_this_machine_alone() {
    HttpSettings open = new HttpSettings("0.0.0.0", 0, null, null, 4096, 10, HttpSettings.IDLE);
    assertThatThrownBy(() -> new TestService(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens");
  }

  private static String statusLine(String url, String host) throws IOException {
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
    String answer = Raw.ask(url, request.formatted(ACCESS, host));
    return answer.lines().findFirst().orElse("");
  }

  private TestService byTokens() throws IOException {
    return new TestService(HttpSettings.loopback(0).withTokens(file()));
  }

  private Path file() {
    return directory.resolve("tokens.json");
  }

  private void write(NewToken... tokens) throws IOException {
    Files.writeString(
        file(),
        Stream.of(tokens)
            .map(NewToken::entry)
            .map(JsonText::toString)
            .collect(Collectors.joining(",", "{\"tokens\":[", "]}")));
  }

  private static NewToken token(String name, Right... rights) {
    return NewToken.of(new Caller(name, "tenant-" + name, Set.of(rights)));
  }

  private static String[] bearer(NewToken token) {
    return new String[] {"Authorization", "Bearer " + token.token()};
  }

  static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TestService.member(answer, "type").string())
        .isEqualTo("urn:sessionfold:problem:" + type);
    assertThat(TestService.member(answer, "status").integer()).isEqualTo(status);
  }
}
