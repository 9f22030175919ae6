package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import io.sessionfold.schema.EventSchemas;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files under docs/api say what the service serves, no less and no more. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> VERBS = Set.of("get", "put", "post", "patch", "delete");

  private static EventPublisher publisher;
  private static SessionReader reader;
  private static HttpService http;
  private static JsonNode openApi;
  private static JsonNode asyncApi;

  @BeforeAll
  static void start() throws Exception {
    publisher = EventPublisher.open(PublisherSettings.of("127.0.0.1:1", "/gateway"));
    reader = SessionReaders.open(ReaderSettings.of("mongodb://127.0.0.1:1", "none"));
    http = HttpService.start(HttpSettings.loopback(0), ServedApi.routes(publisher, reader));
    openApi = JSON.readTree(get("/openapi.json").body());
    asyncApi = JSON.readTree(get("/asyncapi.json").body());
  }

  @AfterAll
  static void stop() {
    http.close();
    reader.close();
    publisher.close(Duration.ZERO);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(http.url() + path)).build(), BodyHandlers.ofString());
  }

  /** Each operation and the right that it needs; empty if it needs none. */
  private static Map<String, String> described() {
    Map<String, String> described = new TreeMap<>();
    openApi
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(verb -> VERBS.contains(verb.getKey()))
                    .forEach(
                        verb ->
                            described.put(
                                verb.getKey() + " " + path.getKey(),
                                verb.getValue().at("/security/0/bearer/0").asText(""))));
    return described;
  }

  @Test
  void every_route_is_described_with_its_right_and_every_description_is_a_route() {
    Map<String, String> served = new TreeMap<>();
    for (Endpoint endpoint : http.endpoints()) {
      Roles roles = endpoint.metadata(Roles.class);
      String right =
          roles == null || roles.getRoles().isEmpty()
              ? ""
              : roles.getRoles().iterator().next().toString().toLowerCase(Locale.ROOT);
      served.put(
          endpoint.method.name().toLowerCase(Locale.ROOT) + " " + endpoint.path,
          right.equals("any") ? "" : right);
    }
    Map<String, String> described = described();
    served.keySet().removeIf(route -> !VERBS.contains(route.split(" ", 2)[0]));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void every_kind_of_problem_is_shown_with_its_status() {
    Set<String> shown = new TreeSet<>();
    openApi
        .at("/components/responses")
        .forEach(
            response ->
                response
                    .path("content")
                    .path("application/problem+json")
                    .path("examples")
                    .forEach(
                        example ->
                            shown.add(
                                example.at("/value/status").asInt()
                                    + " "
                                    + example.at("/value/type").asText()
                                    + " "
                                    + example.at("/value/title").asText())));
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values())
                .map(type -> type.status() + " " + type.uri() + " " + type.title())
                .toList());
  }

  @Test
  void every_response_is_used_by_an_operation_with_its_status() {
    openApi
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation ->
                        operation
                            .path("responses")
                            .properties()
                            .forEach(
                                response -> {
                                  String ref = response.getValue().path("$ref").asText("");
                                  if (!ref.isEmpty()) {
                                    JsonNode found = openApi.at(ref.substring(1));
                                    assertThat(found.isMissingNode()).as(ref).isFalse();
                                    found
                                        .findPath("examples")
                                        .forEach(
                                            example ->
                                                assertThat(example.at("/value/status").asText())
                                                    .as(ref)
                                                    .isEqualTo(response.getKey()));
                                  }
                                })));
  }

  @Test
  void every_released_schema_is_in_both_documents_and_nothing_points_outside() {
    List<String> names =
        EventSchemas.released().known().stream()
            .map(id -> id.type() + ".v" + id.version())
            .toList();
    for (JsonNode document : List.of(openApi, asyncApi)) {
      assertThat(document.at("/components/schemas").fieldNames()).toIterable().containsAll(names);
      assertThat(document.findValuesAsText("$ref"))
          .allMatch(ref -> ref.startsWith("#/"))
          .allSatisfy(
              ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
    }
  }

  @Test
  void the_members_of_a_body_are_those_of_its_event() {
    Map<String, String> bodies =
        Map.of(
            "NewMessage", "message.appended",
            "NewMeasurement", "message.measured",
            "NewRedaction", "message.redacted",
            "NewReplacement", "message.replaced",
            "NewGuardrailEvent", "guardrail.triggered",
            "NewSession", "session.started",
            "Close", "session.closed");
    bodies.forEach(
        (body, event) -> {
          Set<String> members = names(openApi.at("/components/schemas/" + body + "/properties"));
          Set<String> expected =
              names(
                  openApi
                      .path("components")
                      .path("schemas")
                      .path(event + ".v1")
                      .path("properties"));
          expected.addAll(List.of("id", "source", "time"));
          assertThat(members).as(body).isEqualTo(expected);
        });
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void the_page_has_every_operation_and_runs_nothing() throws Exception {
    HttpResponse<String> page = get("/docs");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'self'");
    assertThat(page.body()).doesNotContain("<script", " style=", " onclick=", "javascript:");
    openApi
        .path("paths")
        .findValuesAsText("operationId")
        .forEach(
            id -> assertThat(page.body()).contains("<article id=\"" + id + "\">", "href=\"#" + id));
    assertThat(Arrays.stream(page.body().split("href=\"#", -1)).skip(1))
        .allSatisfy(
            rest ->
                assertThat(page.body())
                    .contains("id=\"" + rest.substring(0, rest.indexOf('"')) + "\""));
    assertThat(get("/docs.css").statusCode()).isEqualTo(200);
  }
}
