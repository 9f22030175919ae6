package io.sessionfold.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.json.EventSkeleton;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSchemasTest {
  private final EventSchemas schemas = EventSchemas.released();

  static Stream<SchemaId> known() {
    return EventSchemas.released().known().stream();
  }

  @ParameterizedTest
  @MethodSource("known")
  void the_example_of_a_schema_is_valid(SchemaId id) {
    assertThat(schemas.check(id.type(), id.version(), example(id))).isEmpty();
  }

  @Test
  void only_an_item_of_openai_responses_needs_no_role() throws Exception {
    String call = "{\"type\":\"function_call\",\"call_id\":\"c1\",\"arguments\":\"{}\"}";
    for (MessageFormat format : MessageFormat.values()) {
      String appended = "{\"agent\":\"a\",\"message\":%s,\"format\":\"%s\"}";
      String replaced = "{\"target\":{\"event\":\"e\"},\"message\":%s,\"format\":\"%s\"}";
      boolean free = format == MessageFormat.OPENAI_RESPONSES;
      assertThat(check("message.appended", appended.formatted(call, format.wireName())).isEmpty())
          .isEqualTo(free);
      assertThat(check("message.replaced", replaced.formatted(call, format.wireName())).isEmpty())
          .isEqualTo(free);
    }
    assertThat(check("message.replaced", "{\"target\":{\"event\":\"e\"},\"message\":{}}"))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.pointer()).isEqualTo("/message/role");
              assertThat(violation.message()).contains("unless format says openai.responses");
            });
  }

  private List<SchemaViolation> check(String type, String data) throws JsonSyntaxException {
    return schemas.check(type, 1, EventSkeleton.of(JsonText.parse(data)));
  }

  @ParameterizedTest
  @MethodSource("known")
  void an_example_shows_every_member_but_ext(SchemaId id) {
    List<String> described = names(schema(id).path("properties"));
    described.remove("ext");
    assertThat(names(example(id))).containsAll(described);
  }

  @ParameterizedTest
  @MethodSource("known")
  void the_example_can_be_read_as_its_event(SchemaId id) throws JsonSyntaxException {
    EventType type = EventType.named(id.type()).orElseThrow();
    JsonText data = JsonText.parse(example(id).toString());
    SessionEvent event = type.read(data);
    assertThat(event.type()).isEqualTo(type);
    assertThat(event.data().canonical()).isEqualTo(data.canonical());
  }

  @ParameterizedTest
  @MethodSource("known")
  void what_lies_deeper_than_a_child_of_a_member_is_not_looked_at(SchemaId id) {
    ObjectNode data = example(id);
    for (JsonNode member : data) {
      if (member instanceof ObjectNode object) {
        names(object).stream()
            .filter(name -> object.get(name).isContainerNode())
            .forEach(object::putNull);
      }
    }
    assertThat(schemas.check(id.type(), id.version(), data)).isEmpty();
  }

  @Test
  void the_formats_of_the_schema_are_those_of_the_code() {
    List<String> described = new ArrayList<>();
    schema(new SchemaId("message.appended", 1))
        .at("/properties/format/enum")
        .forEach(format -> described.add(format.asText()));
    assertThat(described)
        .containsExactlyElementsOf(
            Stream.of(MessageFormat.values()).map(MessageFormat::wireName).toList());
  }

  @ParameterizedTest
  @MethodSource("known")
  void a_schema_names_itself_and_describes_every_member(SchemaId id) {
    JsonNode schema = schema(id);
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("$id").asText()).isEqualTo(id.uri());
    assertThat(schema.path("title").asText()).isEqualTo(id.type());
    assertThat(schema.path("description").asText()).isNotBlank();
    List<JsonNode> objects = new ArrayList<>(List.of(schema));
    schema.path("$defs").forEach(objects::add);
    objects.forEach(
        object ->
            object
                .path("properties")
                .forEach(member -> assertThat(member.path("description").asText()).isNotBlank()));
  }

  @ParameterizedTest
  @MethodSource("known")
  void every_type_takes_ext_as_an_object_of_any_content(SchemaId id) {
    ObjectNode data = example(id);
    data.set("ext", Json.tree("{\"any\":[1,{\"thing\":null}]}"));
    assertThat(schemas.check(id.type(), id.version(), data)).isEmpty();
    data.put("ext", "text");
    assertThat(schemas.check(id.type(), id.version(), data))
        .containsExactly(new SchemaViolation("/ext", "must be an object"));
  }

  @ParameterizedTest
  @MethodSource("known")
  void an_unknown_member_is_a_violation_except_in_feedback(SchemaId id) {
    ObjectNode data = example(id);
    data.put("a/b~c", 1);
    List<SchemaViolation> found = schemas.check(id.type(), id.version(), data);
    if (id.type().equals("feedback.given")) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).containsExactly(new SchemaViolation("/a~1b~0c", "is not a known member"));
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void data_that_is_not_an_object_is_one_violation_at_the_root(SchemaId id) {
    for (String text : List.of("null", "[]", "\"text\"", "1", "true")) {
      assertThat(schemas.check(id.type(), id.version(), Json.tree(text)))
          .as(text)
          .contains(new SchemaViolation("", "must be an object"))
          .allSatisfy(violation -> assertThat(violation.pointer()).isEmpty());
    }
  }

  @Test
  void shared_parts_are_the_same_in_every_file() {
    Map<String, JsonNode> first = new HashMap<>();
    known()
        .forEach(
            id ->
                schema(id)
                    .path("$defs")
                    .properties()
                    .forEach(
                        part -> {
                          first.putIfAbsent(part.getKey(), part.getValue());
                          assertThat(part.getValue())
                              .as("%s in %s", part.getKey(), id.fileName())
                              .isEqualTo(first.get(part.getKey()));
                        }));
    assertThat(first.keySet())
        .containsExactlyInAnyOrder("agent", "count", "message", "metrics", "target", "usage");
  }

  @Test
  void every_file_is_known_and_every_known_schema_is_a_file()
      throws IOException, URISyntaxException {
    URL directory = EventSchemas.class.getResource("/io/sessionfold/schemas");
    assertThat(directory).isNotNull();
    try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(known().map(SchemaId::fileName).toList());
    }
  }

  @Test
  void an_unknown_type_or_version_is_refused() {
    assertThatThrownBy(() -> schemas.check("message.invented", 1, Json.tree("{}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> schemas.check("message.appended", 2, Json.tree("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no schema for message.appended version 2");
  }

  @Test
  void many_threads_find_the_same() {
    JsonNode invalid = Json.tree("{\"agent\":\"\",\"message\":{},\"format\":\"x\"}");
    List<SchemaViolation> alone = schemas.check("message.appended", 1, invalid);
    assertThat(alone).hasSize(3);
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(
            i ->
                assertThat(schemas.check("message.appended", 1, invalid))
                    .containsExactlyElementsOf(alone));
  }

  private JsonNode schema(SchemaId id) {
    return Json.tree(schemas.text(id.type(), id.version()));
  }

  private ObjectNode example(SchemaId id) {
    return (ObjectNode) schema(id).at("/examples/0");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
