package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.sequence.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are no events: each is rejected with every reason, and nothing else happens. */
class BadInputTest {
  private static final String KEY = EventLog.SESSION.toString();
  private static final String APPENDED = "io.sessionfold.message.appended.v1";
  private static final String DATA =
      "{\"agent\":\"a\",\"format\":\"other\",\"message\":{\"role\":\"user\"}}";

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{}x", "hello", "{'a':1}", "[1,]", "\u0000", "NaN", "\ufeff{}"})
  void a_value_that_is_not_json(String value) {
    assertThat(codes(record(KEY, value, headers(APPENDED))))
        .containsExactly(RejectionCode.NOT_JSON);
  }

  @Test
  void a_value_that_is_not_utf_8() {
    byte[] value = DATA.replace("user", "us\u00e9r").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(codes(raw(utf8(KEY), value, headers(APPENDED))))
        .containsExactly(RejectionCode.NOT_JSON);
  }

  @Test
  void no_value() {
    assertThat(codes(raw(utf8(KEY), null, headers(APPENDED))))
        .containsExactly(RejectionCode.NOT_JSON);
  }

  @Test
  void a_member_twice_and_nesting_too_deep() {
    String twice = "{\"agent\":\"a\",\"\\u0061gent\":\"b\"}";
    assertThat(codes(record(KEY, twice, headers(APPENDED))))
        .containsExactly(RejectionCode.DUPLICATE_NAME);
    String deep = "[".repeat(64) + "]".repeat(64);
    assertThat(codes(record(KEY, "{\"agent\":" + deep + "}", headers(APPENDED))))
        .containsExactly(RejectionCode.TOO_DEEP);
  }

  @Test
  void not_a_cloudevent_says_all_that_is_missing() {
    Rejected rejected = record(KEY, DATA, List.of());
    assertThat(rejected.reasons())
        .map(Reason::pointer)
        .containsExactlyInAnyOrder("specversion", "id", "source", "type");
    assertThat(codes(rejected)).containsOnly(RejectionCode.NOT_CLOUDEVENT);
  }

  @Test
  void another_version_of_cloudevents_or_another_content_type() {
    assertThat(codes(record(KEY, DATA, with(headers(APPENDED), "ce_specversion", "0.3"))))
        .containsExactly(RejectionCode.NOT_CLOUDEVENT);
    assertThat(codes(record(KEY, DATA, with(headers(APPENDED), "content-type", "text/plain"))))
        .containsExactly(RejectionCode.NOT_JSON);
    assertThat(
            codes(record(KEY, DATA, List.of(Header.of("content-type", "application/cloudevents")))))
        .contains(RejectionCode.NOT_CLOUDEVENT);
  }

  @Test
  void a_structured_event_that_is_not_an_object_or_has_attributes_that_are_not_strings() {
    List<Header> structured = List.of(Header.of("content-type", "application/cloudevents+json"));
    assertThat(codes(record(KEY, "[]", structured))).contains(RejectionCode.NOT_CLOUDEVENT);
    String envelope =
        "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"s\",\"time\":7,\"type\":\""
            + APPENDED
            + "\",\"data\":"
            + DATA
            + "}";
    assertThat(record(KEY, envelope, structured).reasons())
        .map(Reason::pointer)
        .containsExactlyInAnyOrder("id", "id", "time");
  }

  @Test
  void a_structured_event_without_data_or_with_broken_base64() {
    List<Header> structured = List.of(Header.of("content-type", "application/cloudevents+json"));
    String envelope =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"" + APPENDED + "\"";
    assertThat(codes(record(KEY, envelope + "}", structured)))
        .containsExactly(RejectionCode.NOT_JSON);
    assertThat(codes(record(KEY, envelope + ",\"data_base64\":\"%\"}", structured)))
        .containsExactly(RejectionCode.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-slash", "/s", "t/", "T/s", "t/a/b", "t/@users", "-t/s", "t/\n"})
  void a_key_that_is_no_session_key(String key) {
    assertThat(codes(record(key, DATA, with(headers(APPENDED), "ce_subject", null))))
        .containsExactly(key.isEmpty() ? RejectionCode.NO_KEY : RejectionCode.BAD_KEY);
  }

  @Test
  void no_key() {
    Rejected rejected = raw(null, utf8(DATA), headers(APPENDED));
    assertThat(codes(rejected)).containsExactly(RejectionCode.NO_KEY);
    assertThat(rejected.session()).isNull();
  }

  @Test
  void a_key_that_is_not_utf_8() {
    assertThat(codes(raw(new byte[] {'t', '/', (byte) 0xff}, utf8(DATA), headers(APPENDED))))
        .containsExactly(RejectionCode.BAD_KEY);
  }

  @Test
  void a_key_against_the_subject() {
    assertThat(codes(record("default/other", DATA, headers(APPENDED))))
        .containsExactly(RejectionCode.KEY_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.appended",
        "io.sessionfold.message.appended",
        "io.sessionfold.message.appended.v01",
        "io.sessionfold.message.sent.v1",
        "IO.sessionfold.message.appended.v1",
        "com.example.thing"
      })
  void an_unknown_type(String type) {
    assertThat(codes(record(KEY, DATA, headers(type)))).containsExactly(RejectionCode.UNKNOWN_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v2", "v99999", "v999999999"})
  void an_unknown_version(String version) {
    assertThat(codes(record(KEY, DATA, headers("io.sessionfold.message.appended." + version))))
        .containsExactly(RejectionCode.UNKNOWN_VERSION);
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void every_type_on_the_wrong_topic(EventType type) {
    IngressTopic wrong =
        type.topic() == IngressTopic.MESSAGES ? IngressTopic.METADATA : IngressTopic.MESSAGES;
    EventLog log = new EventLog().append(wrong, TestEvent.of(type, JsonText.EMPTY_OBJECT));
    assertThat(codes((Rejected) Journal.of(log).last())).contains(RejectionCode.WRONG_TOPIC);
  }

  @Test
  void a_record_on_a_partition_that_is_not_its_keys_touches_nothing() {
    EventLog log = EventLog.of(appended("hi"));
    Journal journal = new Journal(Limits.DEFAULTS);
    Rejected rejected = (Rejected) journal.append(log.last(), true);
    assertThat(codes(rejected)).containsExactly(RejectionCode.MISROUTED);
    assertThat(journal.head(EventLog.SESSION)).isNull();
    assertThat(journal.append(log.last())).isInstanceOf(Applied.class);
  }

  @Test
  void a_time_that_is_no_time() {
    assertThat(codes(record(KEY, DATA, with(headers(APPENDED), "ce_time", "yesterday"))))
        .containsExactly(RejectionCode.BAD_TIME);
  }

  @Test
  void all_reasons_are_said_at_once() {
    List<Header> headers =
        List.of(
            Header.of("ce_type", "io.sessionfold.feedback.given.v1"),
            Header.of("ce_time", "later"),
            Header.of("ce_source", "s".repeat(513)),
            Header.of("ce_subject", "default/other"));
    Journal journal = new Journal(Limits.DEFAULTS);
    String data = "{\"rating\":3,\"ext\":[\"" + "x".repeat(20_000) + "\"]}";
    EventLog log = new EventLog().appendRaw(IngressTopic.MESSAGES, utf8(KEY), utf8(data), headers);
    Rejected rejected = (Rejected) journal.append(log.last(), true);
    assertThat(codes(rejected))
        .containsExactlyInAnyOrder(
            RejectionCode.MISROUTED,
            RejectionCode.NOT_CLOUDEVENT,
            RejectionCode.NOT_CLOUDEVENT,
            RejectionCode.KEY_MISMATCH,
            RejectionCode.LIMIT,
            RejectionCode.LIMIT,
            RejectionCode.BAD_TIME,
            RejectionCode.WRONG_TOPIC,
            RejectionCode.SCHEMA,
            RejectionCode.SCHEMA);
  }

  @Test
  void a_rejection_says_where_the_record_stands_and_what_it_was_called() {
    EventRef ref = record(KEY, "{}", headers(APPENDED)).event();
    assertThat(ref.id()).isEqualTo("x1");
    assertThat(ref.source()).isEqualTo("/bad");
    assertThat(ref.topic()).isEqualTo("agent-messages");
    assertThat(ref.offset()).isZero();
    assertThat(ref.recordedAt()).isEqualTo(EventLog.BEGINNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "\u0001", "\u20ac"})
  void a_hostile_event_with_a_million_things_wrong_is_rejected_in_a_few_kilobytes(String c) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      members.add(JsonText.of(c + i) + ":1");
    }
    members.add(JsonText.of(c.repeat(500_000)) + ":1");
    String unknownMembers = "{" + String.join(",", members) + "}";
    assertThat(size(record(KEY, unknownMembers, headers(APPENDED)))).isLessThan(200_000);
  }

  @Test
  void a_hostile_metadata_event_with_thousands_of_conflicts_is_rejected_in_a_few_kilobytes() {
    TestEvent hostile = metadata();
    List<String> set = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      set.add("\"/a/" + i + "/~0\":1");
    }
    hostile = hostile.with("set", Json.parse("{" + String.join(",", set) + "}"));
    Journal journal = Journal.of(metadata().set("/a", "text"), hostile);
    Rejected rejected = (Rejected) journal.last();
    assertThat(rejected.reasons()).hasSize(101);
    assertThat(size(rejected)).isLessThan(200_000);
  }

  @Test
  void a_metadata_event_of_thousands_of_paths_costs_no_more_than_its_size() {
    List<String> set = new ArrayList<>();
    for (int i = 0; i < 5500; i++) {
      set.add("\"/a/b/" + i + "\":1");
    }
    Limits limits = SmallLimits.of("metadataBytes", 100_000);
    TestEvent many = metadata().with("set", Json.parse("{" + String.join(",", set) + "}"));
    long start = System.nanoTime();
    Scenario.given(started()).with(limits).when(many).then(session -> {});
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void no_kind_of_value_in_any_member_stops_the_reader(EventType type) {
    Journal journal = new Journal(Limits.DEFAULTS);
    for (IngressRecord record : HostileLogs.values(type).records()) {
      Change change = journal.append(record);
      assertThat(ChangeCodec.read(ChangeCodec.write(change))).isEqualTo(change);
    }
    assertThat(journal.folded()).hasSizeLessThanOrEqualTo(1);
  }

  private static int size(Rejected rejected) {
    return ChangeCodec.write(rejected).utf8Length();
  }

  private static List<RejectionCode> codes(Rejected rejected) {
    return rejected.reasons().stream().map(Reason::code).toList();
  }

  private static List<Header> headers(String type) {
    return List.of(
        Header.of("ce_specversion", "1.0"),
        Header.of("ce_id", "x1"),
        Header.of("ce_source", "/bad"),
        Header.of("ce_type", type),
        Header.of("ce_subject", KEY));
  }

  private static List<Header> with(List<Header> headers, String name, @Nullable String value) {
    List<Header> changed = new ArrayList<>(headers);
    changed.removeIf(header -> header.name().equals(name));
    if (value != null) {
      changed.add(Header.of(name, value));
    }
    return changed;
  }

  private static Rejected record(String key, String value, List<Header> headers) {
    return raw(utf8(key), utf8(value), headers);
  }

  private static Rejected raw(
      byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    Journal journal = new Journal(Limits.DEFAULTS);
    EventLog log = new EventLog().appendRaw(IngressTopic.MESSAGES, key, value, headers);
    Change change = journal.append(log.last());
    assertThat(change).isInstanceOf(Rejected.class);
    assertThat(ChangeCodec.read(ChangeCodec.write(change).utf8())).isEqualTo(change);
    assertThat(journal.sessions()).isEmpty();
    return (Rejected) change;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
