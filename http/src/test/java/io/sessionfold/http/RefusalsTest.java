package io.sessionfold.http;

import static io.sessionfold.http.AccessTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is answered to requests that cannot be taken, and where the servers are away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
  private static final String MESSAGES = "/v1/sessions/s/messages";
  private static final String SECRET = "the-content-itself";
  private static final String VALID =
      "{\"agent\":\"a\",\"message\":{\"role\":\"user\",\"content\":\"" + SECRET + "\"}}";

  private TestService service;

  @BeforeAll
  void start() throws Exception {
    service = new TestService(HttpSettings.loopback(0));
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void what_is_not_there_and_what_is_not_read_are_problems() {
    assertProblem(service.get("/nothing"), 404, "not-found");
    assertProblem(service.postJson("/v1/access", "{}"), 405, "method-not-allowed");
    assertProblem(service.get("/v1/sessions?usr=x"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions?limit=0"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions?metadata.k=1&limit=x"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions/%40users"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions/a%2Fb"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions/s?after=nonsense"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions/s?after=0.1.-&fresh=true"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions/s?fresh=true&wait=31s"), 400, "invalid-request");
    assertProblem(service.get("/v1/sessions/s?as_of=yesterday"), 400, "invalid-request");
    assertProblem(service.get("/v1/outcomes/nonsense"), 400, "invalid-request");
  }

  @Test
  void bodies_that_cannot_be_read_are_problems() {
    assertProblem(service.postJson(MESSAGES, "{"), 400, "invalid-request");
    assertProblem(service.postJson(MESSAGES, "[]"), 400, "invalid-request");
    assertProblem(service.postJson(MESSAGES, "{\"a\":1,\"a\":2}"), 400, "invalid-request");
    assertProblem(service.postJson(MESSAGES, "{\"messages\":[]}"), 400, "invalid-request");
    assertProblem(service.postJson(MESSAGES, "{\"messages\":[7]}"), 400, "invalid-request");
    String tooLong = "{\"agent\":\"" + "a".repeat(TestService.BODY_BYTES) + "\"}";
    assertProblem(service.postJson(MESSAGES, tooLong), 413, "too-large");
    assertProblem(
        service.post(
            MESSAGES, VALID, "Content-Type", "application/json", "Content-Encoding", "gzip"),
        415,
        "unsupported-media-type");
  }

  @Test
  void an_invalid_event_is_told_with_all_its_reasons_and_without_its_content() {
    HttpResponse<String> answer =
        service.postJson(
            MESSAGES,
            "{\"agent\":\"a\",\"messages\":["
                + VALID
                + ",{\"message\":{\"role\":7,\"content\":\""
                + SECRET
                + "\"}},{\"message\":{\"role\":\"user\"},\"other\":1}]}");
    assertProblem(answer, 422, "invalid-event");
    List<String> pointers =
        TestService.member(answer, "reasons").elements().stream()
            .map(reason -> reason.members().get("pointer").string())
            .toList();
    assertThat(pointers).containsExactly("/messages/1/message/role", "/messages/2/other");
    assertThat(answer.body()).doesNotContain(SECRET);
  }

  @Test
  void an_event_of_another_tenant_is_refused() {
    String event =
        ("{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"/x\",\"subject\":\"%s\",\"data\":%s,"
            + "\"type\":\"io.sessionfold.message.appended.v1\"}");
    String data = VALID.replace("\"message\":", "\"format\":\"other\",\"message\":");
    String[] type = {"Content-Type", "application/cloudevents+json"};
    assertProblem(
        service.post("/v1/events", event.formatted("another/s", data), type), 403, "forbidden");
    assertProblem(
        service.post("/v1/events", event.formatted("s", data), type), 422, "invalid-event");
    assertProblem(
        service.post("/v1/events", event.formatted("default/s", "{}"), type), 422, "invalid-event");
  }

  @Test
  void without_a_broker_nothing_is_acknowledged_and_the_client_is_told_to_come_again() {
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = service.postJson(MESSAGES, VALID);
      assertProblem(answer, 503, "log-unavailable");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(TestService.member(answer, "events").elements().get(0).members().get("state"))
          .hasToString("\"not-sent\"");
      assertThat(answer.body()).doesNotContain(SECRET);
    }
  }

  @Test
  void without_a_store_reads_are_told_to_come_again() {
    HttpResponse<String> answer = service.get("/v1/sessions/s");
    assertProblem(answer, 503, "store-unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertProblem(service.get("/v1/export"), 503, "store-unavailable");
  }
}
