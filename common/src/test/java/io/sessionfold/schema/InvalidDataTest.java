package io.sessionfold.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sessionfold.json.JsonPointer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidDataTest {
  private static final EventSchemas SCHEMAS = EventSchemas.released();

  /** Type, data with quotes written as apostrophes, and where every violation is. */
  static Stream<Arguments> invalid() {
    return Stream.of(messages(), changesOfMessages(), agents(), sessions(), feedback())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> messages() {
    return Stream.of(
        invalid("message.appended", "{}", "/agent", "/message", "/format"),
        invalid("message.appended", message("'agent':''"), "/agent"),
        invalid("message.appended", message("'agent':'" + "a".repeat(257) + "'"), "/agent"),
        invalid("message.appended", message("'message':{}"), "/message/role"),
        invalid("message.appended", message("'message':{'role':''}"), "/message/role"),
        invalid(
            "message.appended",
            message("'format':'openai.responses','message':{'role':null}"),
            "/message/role"),
        invalid("message.appended", message("'message':{'role':null}"), "/message/role"),
        invalid(
            "message.appended",
            message("'message':{'role':'" + "r".repeat(257) + "'}"),
            "/message/role"),
        invalid("message.appended", message("'message':'hi'"), "/message"),
        invalid("message.appended", message("'format':'OpenAI'"), "/format"),
        invalid(
            "message.appended",
            message("'turn':1,'model':null,'finish_reason':[]"),
            "/turn",
            "/model",
            "/finish_reason"),
        invalid(
            "message.appended",
            message("'usage':{'inputTokens':-1,'outputTokens':1.5,'cost':1}"),
            "/usage/inputTokens",
            "/usage/outputTokens",
            "/usage/totalTokens",
            "/usage/cost"),
        invalid(
            "message.appended",
            message("'metrics':{'timeToFirstByteMs':'1'}"),
            "/metrics/latencyMs",
            "/metrics/timeToFirstByteMs"),
        invalid("message.appended", message("'expected_index':-1"), "/expected_index"),
        invalid("message.appended", message("'expected_index':'0'"), "/expected_index"));
  }

  private static Stream<Arguments> changesOfMessages() {
    return Stream.of(
        invalid("message.measured", "{}", "", "/target"),
        invalid("message.measured", "{'target':{'event':'e'},'model':'m','ext':{}}", ""),
        invalid(
            "message.measured",
            "{'target':{'event':'e'},'usage':null,'metrics':[],'event_loop_metrics':1}",
            "/usage",
            "/metrics",
            "/event_loop_metrics"),
        invalid("message.redacted", "{}", "/target"),
        invalid("message.redacted", "{'target':'e'}", "/target"),
        invalid("message.redacted", "{'target':{}}", "/target/agent", "/target/index"),
        invalid(
            "message.redacted",
            "{'target':{'event':'','source':''}}",
            "/target/event",
            "/target/source"),
        invalid("message.redacted", "{'target':{'agent':'a'}}", "/target/index"),
        invalid("message.redacted", "{'target':{'index':0}}", "/target/agent"),
        invalid(
            "message.redacted",
            "{'target':{'agent':'','index':-1}}",
            "/target/agent",
            "/target/index"),
        invalid(
            "message.redacted",
            "{'target':{'agent':'a','index':0,'source':'s'}}",
            "/target/source"),
        invalid(
            "message.redacted",
            "{'target':{'event':'e','agent':'a','index':0}}",
            "/target/agent",
            "/target/index"),
        invalid("message.redacted", "{'target':{'event':'e','id':1}}", "/target/id"),
        invalid(
            "message.redacted",
            "{'target':{'event':'e'},'redact_message':{'content':1},'reason':1,'action':2,"
                + "'stop_reason':null,'policies_triggered':{}}",
            "/redact_message/role",
            "/reason",
            "/action",
            "/stop_reason",
            "/policies_triggered"),
        invalid("message.replaced", "{'format':'other'}", "/target", "/message"),
        invalid(
            "message.replaced",
            "{'target':{'event':'e'},'message':{'role':1},'format':null,'reason':null}",
            "/message/role",
            "/format",
            "/reason"));
  }

  private static Stream<Arguments> agents() {
    return Stream.of(
        invalid("agent.synced", "{}", "/agent"),
        invalid(
            "agent.synced",
            "{'agent':null,'state':[],'conversation_manager_state':1,'internal_state':'s',"
                + "'model':{},'system_prompt':{},'prompt_metadata':false}",
            "/agent",
            "/state",
            "/conversation_manager_state",
            "/internal_state",
            "/model",
            "/system_prompt",
            "/prompt_metadata"),
        invalid("guardrail.triggered", "{}", "/agent", "/action"),
        invalid(
            "guardrail.triggered",
            "{'agent':'','action':'','target':{'index':0},'stop_reason':1,'policies_triggered':''}",
            "/agent",
            "/action",
            "/target/agent",
            "/stop_reason",
            "/policies_triggered"));
  }

  private static Stream<Arguments> sessions() {
    return Stream.of(
        invalid(
            "session.started",
            "{'user':'','application':1,'session_type':null,'title':{},'metadata':[]}",
            "/user",
            "/application",
            "/session_type",
            "/title",
            "/metadata"),
        invalid("session.closed", "{'reason':1}", "/reason"),
        invalid("session.deleted", "{'reason':null,'user':'u'}", "/reason", "/user"),
        invalid("metadata.changed", "{}", ""),
        invalid("metadata.changed", "{'ext':{}}", ""),
        invalid("metadata.changed", "{'set':[],'unset':{}}", "/set", "/unset"),
        invalid(
            "metadata.changed",
            "{'set':{'':1,'a':2,'/a~2':3,'/ok':4},'unset':['','/ok','b',5,'/~']}",
            "/set/",
            "/set/a",
            "/set/~1a~02",
            "/unset/0",
            "/unset/2",
            "/unset/3",
            "/unset/4"));
  }

  private static Stream<Arguments> feedback() {
    return Stream.of(
        invalid("feedback.given", "{'comment':'good'}", "/rating"),
        invalid("feedback.given", "{'rating':'up','created_at':null}", "/created_at"),
        invalid(
            "feedback.given",
            "{'rating':'UP','comment':1,'target':{'event':1},'agent':''}",
            "/rating",
            "/comment",
            "/target/event",
            "/agent"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void every_violation_is_reported_at_once(String type, String data, List<String> pointers) {
    List<SchemaViolation> found = SCHEMAS.check(type, 1, Json.tree(data));
    assertThat(found)
        .extracting(SchemaViolation::pointer)
        .containsExactlyInAnyOrderElementsOf(pointers);
    assertThat(found)
        .extracting(SchemaViolation::message)
        .allSatisfy(message -> assertThat(message).isNotBlank());
  }

  @Test
  void every_schema_has_invalid_data_in_this_test() {
    List<Object> tried = invalid().map(each -> each.get()[0]).distinct().toList();
    List<String> known = SCHEMAS.known().stream().map(SchemaId::type).toList();
    assertThat(tried).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void a_message_says_what_is_expected() {
    assertThat(check("message.appended", message("'format':'x','expected_index':9007199254740992")))
        .containsExactly(
            new SchemaViolation(
                "/format",
                "must be one of strands, openai.chat, openai.responses, anthropic, gemini, other"),
            new SchemaViolation("/expected_index", "must be at most 9007199254740991"));
    assertThat(check("message.redacted", "{'target':{'agent':'a'}}"))
        .containsExactly(
            new SchemaViolation(
                "/target/index",
                "is required: a target is either event, with or without source, or agent and"
                    + " index"));
    assertThat(check("metadata.changed", "{'set':{'a':1}}"))
        .containsExactly(
            new SchemaViolation(
                "/set/a",
                "the name of this member must be a JSON Pointer (RFC 6901) to a member, not the"
                    + " empty pointer"));
    assertThat(check("metadata.changed", "{}"))
        .containsExactly(new SchemaViolation("", "one of set and unset is needed"));
    assertThat(check("agent.synced", "{'agent':'a','system_prompt':1}"))
        .containsExactly(
            new SchemaViolation("/system_prompt", "must be a string or an array or null"));
  }

  @Test
  void a_message_never_repeats_a_value() {
    invalid()
        .map(each -> each.get()[0].toString())
        .distinct()
        .forEach(
            type ->
                SCHEMAS
                    .known()
                    .forEach(
                        id ->
                            assertThat(check(type, everyMemberIs("'s3cr3t'", id)))
                                .allSatisfy(
                                    found ->
                                        assertThat(found.toString()).doesNotContain("s3cr3t"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1", "1e30", "18446744073709551617", "18446744073709551617.0", "9007199254740992",
        "9007199254740991.5", "0.99999999999999999999", "1e-1", "1E1000000000", "-1E1000000000"
      })
  void a_count_that_is_not_an_exact_integer_in_range_is_a_violation(String number) {
    assertThat(check("message.appended", message("'expected_index':" + number)))
        .extracting(SchemaViolation::pointer)
        .containsOnly("/expected_index")
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "1.0", "1e3", "9007199254740991"})
  void a_count_may_be_written_in_any_form_of_an_integer(String number) {
    assertThat(check("message.appended", message("'expected_index':" + number))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "#/a",
        "/",
        "/a",
        "/a/b",
        "//",
        "/~0",
        "/~1",
        "/~01",
        "/~",
        "/a~",
        "/~2",
        "/~0~",
        "/a\n~/b",
        "/a\n~1",
        "/\u2028~",
        "/\uD83D\uDE00/x",
        "~1",
        " /a"
      })
  void a_pointer_is_valid_exactly_if_it_can_be_parsed(String pointer) {
    boolean parses;
    try {
      JsonPointer.parse(pointer);
      parses = true;
    } catch (IllegalArgumentException e) {
      parses = false;
    }
    String quoted = TextNode.valueOf(pointer).toString();
    assertThat(check("metadata.changed", "{'set':{" + quoted + ":1}}").isEmpty()).isEqualTo(parses);
    assertThat(check("metadata.changed", "{'unset':[" + quoted + "]}").isEmpty()).isEqualTo(parses);
  }

  @Test
  void a_pointer_of_a_million_characters_is_checked_without_deep_recursion() {
    String valid = "/~0a".repeat(250_000);
    assertThat(check("metadata.changed", "{'unset':['" + valid + "']}")).isEmpty();
    assertThat(check("metadata.changed", "{'unset':['" + valid + "~']}")).hasSize(1);
  }

  @Test
  void characters_of_an_agent_are_counted_as_code_points() {
    String faces = "\uD83D\uDE00".repeat(256);
    assertThat(check("message.appended", message("'agent':'" + faces + "'"))).isEmpty();
    assertThat(check("message.appended", message("'agent':'" + faces + "a'"))).hasSize(1);
  }

  private static List<SchemaViolation> check(String type, String data) {
    return SCHEMAS.check(type, 1, Json.tree(quoted(data)));
  }

  private static Arguments invalid(String type, String data, String... pointers) {
    return arguments(type, quoted(data), List.of(pointers));
  }

  private static String quoted(String data) {
    return data.replace('\'', '"');
  }

  /** A message that is valid but for {@code members}, which win over its own. */
  private static String message(String members) {
    return "{'agent':'a','message':{'role':'user'},'format':'other'," + members + "}";
  }

  private static String everyMemberIs(String value, SchemaId id) {
    StringBuilder data = new StringBuilder("{");
    Json.tree(SCHEMAS.text(id.type(), id.version()))
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name -> data.append("'").append(name).append("':").append(value).append(','));
    return data.append("'x':").append(value).append('}').toString();
  }
}
