package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.sessionfold.http.access.Right;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/api/openapi.yaml says, against the service that serves it. */
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  @Test
  void every_route_is_described_with_its_right_and_nothing_else_is() throws Exception {
    try (TestService service = new TestService(HttpSettings.loopback(0))) {
      JsonNode paths = document(service).get("paths");
      assertThat(described(paths)).isEqualTo(served(service.service()));
    }
  }

  @Test
  void every_reference_leads_somewhere() throws Exception {
    try (TestService service = new TestService(HttpSettings.loopback(0))) {
      JsonNode document = document(service);
      assertThat(document.findValuesAsText("$ref"))
          .hasSizeGreaterThan(100)
          .allSatisfy(
              reference -> {
                if (reference.startsWith("#")) {
                  assertThat(document.at(reference.substring(1)).isMissingNode())
                      .as(reference)
                      .isFalse();
                } else {
                  String file = reference.split("#", 2)[0];
                  assertThat(service.get(file).statusCode()).as(reference).isEqualTo(200);
                }
              });
    }
  }

  private static JsonNode document(TestService service) throws Exception {
    return new ObjectMapper().readTree(service.get("/openapi.json").body());
  }

  private static Map<String, Set<String>> described(JsonNode paths) {
    Map<String, Set<String>> described = new TreeMap<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            Set<String> rights = new TreeSet<>();
                            operation
                                .getValue()
                                .path("security")
                                .findValues("bearer")
                                .forEach(all -> all.forEach(right -> rights.add(right.asText())));
                            described.put(operation.getKey() + " " + path.getKey(), rights);
                          }
                        }));
    return described;
  }

  private static Map<String, Set<String>> served(HttpService service) {
    Map<String, Set<String>> served = new TreeMap<>();
    for (Endpoint endpoint : service.endpoints()) {
      Roles roles = endpoint.metadata(Roles.class);
      Set<String> rights =
          roles == null
              ? Set.of()
              : roles.getRoles().stream()
                  .filter(Right.class::isInstance)
                  .map(role -> ((Right) role).wireName())
                  .collect(Collectors.toCollection(TreeSet::new));
      served.put(endpoint.method.name().toLowerCase(Locale.ROOT) + " " + endpoint.path, rights);
    }
    return served;
  }
}
