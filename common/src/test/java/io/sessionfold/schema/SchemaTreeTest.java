package io.sessionfold.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTreeTest {
  private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getDraft202012());

  static Stream<SchemaId> known() {
    return EventSchemas.released().known().stream();
  }

  @ParameterizedTest
  @MethodSource("known")
  void a_schema_is_valid_by_its_own_meta_schema(SchemaId id) {
    Schema meta = registry.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
    assertThat(meta.validate(Json.tree("{\"type\":\"thing\"}"))).isNotEmpty();
    assertThat(meta.validate(released(id))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("known")
  void the_compact_form_finds_as_much_as_the_released_schema(SchemaId id) {
    JsonNode schema = released(id);
    Schema whole = registry.getSchema(SchemaLocation.of(id.uri()), schema);
    Stream<JsonNode> wrong =
        InvalidDataTest.invalid()
            .filter(each -> each.get()[0].equals(id.type()))
            .map(each -> Json.tree(each.get()[1].toString()));
    List<JsonNode> tried = Stream.concat(wrong, Stream.of(schema.at("/examples/0"))).toList();
    assertThat(tried).hasSizeGreaterThan(1);
    assertThat(tried)
        .allSatisfy(
            data ->
                assertThat(EventSchemas.released().check(id.type(), id.version(), data))
                    .hasSameSizeAs(whole.validate(data)));
  }

  private static JsonNode released(SchemaId id) {
    return Json.tree(EventSchemas.released().text(id.type(), id.version()));
  }
}
