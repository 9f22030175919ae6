package io.sessionfold.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.schema.EventSchemas;
import io.sessionfold.schema.SchemaId;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A golden file for every released type and version: an event as it was published, the journal
 * value that it became, and the hash of the schema that it was checked against. What stands in logs
 * and journals for ever must be read for ever.
 */
class GoldenFilesTest {
  private static final String DIRECTORY = "common/src/test/resources/golden/";
  private static final SessionKey SESSION = SessionKey.of("golden");
  private static final String SOURCE = "/golden";
  private static final Instant TIME = Instant.parse("2026-03-01T09:00:00.123Z");

  static Stream<SchemaId> released() {
    return EventSchemas.released().known().stream();
  }

  @Test
  void every_type_of_event_is_released_with_a_golden_file() {
    assertThat(released().map(SchemaId::type).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventType.values()).map(EventType::wireName).toList());
  }

  @ParameterizedTest
  @MethodSource("released")
  void a_released_schema_is_never_edited(SchemaId id) {
    SchemaId next = new SchemaId(id.type(), id.version() + 1);
    assertThat(schemaHash(id))
        .as(
            "the schema %s is released and was edited. Put it back as it was, and add %s with an"
                + " upcaster: events in existing logs were checked against the old one",
            id.fileName(), next.fileName())
        .isEqualTo(golden(id).get("schema_sha256").string());
  }

  @ParameterizedTest
  @MethodSource("released")
  void a_released_event_becomes_the_released_journal_value(SchemaId id) {
    JsonText event = golden(id).get("event");
    Change change = last(changes(id, event));
    assertThat(ChangeCodec.write(change))
        .as(
            "the journal value of %s differs from %s. Journals hold the old one for ever: a member"
                + " may be added, none changed",
            id.type(), path(id))
        .isEqualTo(golden(id).get("journal"));
  }

  @ParameterizedTest
  @MethodSource("released")
  void a_released_journal_value_is_read_and_folds(SchemaId id) {
    JsonText journal = golden(id).get("journal");
    Applied read = (Applied) ChangeCodec.read(journal.utf8());
    assertThat(ChangeCodec.write(read)).isEqualTo(journal);
    List<Applied> changes = new ArrayList<>();
    changes(id, golden(id).get("event")).forEach(change -> changes.add((Applied) change));
    changes.set(changes.size() - 1, read);
    Session session = Session.fold(Session.before(SESSION), changes);
    assertThat(session.revision()).isEqualTo(read.revision());
  }

  @ParameterizedTest
  @MethodSource("released")
  void a_released_event_is_typed_and_written_back_as_an_equal_one(SchemaId id) {
    EventType type = EventType.named(id.type()).orElseThrow();
    JsonText event = golden(id).get("event");
    assertThat(type.read(event).data().canonical()).isEqualTo(event.canonical());
  }

  private static Map<String, JsonText> golden(SchemaId id) {
    String resource = "/golden/" + id.fileName();
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(resource)) {
      return in == null
          ? fail(
              "%s is released without a golden file. Create %s with this content:%n%s",
              id.type(), path(id), content(id))
          : JsonText.parse(in.readAllBytes()).members();
    } catch (IOException | JsonSyntaxException e) {
      throw new AssertionError(path(id), e);
    }
  }

  private static String path(SchemaId id) {
    return DIRECTORY + id.fileName();
  }

  /** The golden file that the first example of the schema makes. */
  static String content(SchemaId id) {
    JsonText event =
        parse(EventSchemas.released().text(id.type(), id.version()))
            .members()
            .get("examples")
            .elements()
            .get(0);
    return "{\n\"schema_sha256\": \"%s\",\n\"event\": %s,\n\"journal\": %s\n}\n"
        .formatted(schemaHash(id), event, ChangeCodec.write(last(changes(id, event))));
  }

  /** What the event becomes, after the messages that it speaks of. */
  private static List<Change> changes(SchemaId id, JsonText event) {
    MemoryState state = new MemoryState();
    Sequencer sequencer = new Sequencer(new EventReader(Limits.DEFAULTS), Limits.DEFAULTS, state);
    List<Change> changes = new ArrayList<>();
    for (IngressRecord record : messagesBefore(event)) {
      changes.add(sequencer.sequence(record, false));
    }
    EventType type = EventType.named(id.type()).orElseThrow();
    String name = type.cloudEventsType(id.version());
    IngressRecord record = record(type, name, changes.size(), "golden-1", SOURCE, event);
    changes.add(sequencer.sequence(record, false));
    assertThat(changes).allSatisfy(change -> assertThat(change).isInstanceOf(Applied.class));
    return changes;
  }

  private static List<IngressRecord> messagesBefore(JsonText event) {
    Map<String, JsonText> data = event.members();
    List<IngressRecord> records = new ArrayList<>();
    Map<String, JsonText> target = data.getOrDefault("target", JsonText.EMPTY_OBJECT).members();
    if (target.containsKey("event")) {
      String source = target.containsKey("source") ? target.get("source").string() : SOURCE;
      records.add(message(0, target.get("event").string(), source, JsonText.of("golden")));
    } else if (target.containsKey("index")) {
      for (int i = 0; i <= target.get("index").integer(); i++) {
        records.add(message(i, "before-" + i, SOURCE, target.get("agent")));
      }
    } else if (data.containsKey("expected_index")) {
      for (int i = 0; i < data.get("expected_index").integer(); i++) {
        records.add(message(i, "before-" + i, SOURCE, data.get("agent")));
      }
    }
    return records;
  }

  private static IngressRecord message(int offset, String id, String source, JsonText agent) {
    EventType type = EventType.MESSAGE_APPENDED;
    String data =
        "{\"agent\":%s,\"format\":\"other\",\"message\":{\"role\":\"user\"}}".formatted(agent);
    return record(type, type.cloudEventsType(1), offset, id, source, parse(data));
  }

  private static IngressRecord record(
      EventType type, String name, int offset, String id, String source, JsonText data) {
    return new IngressRecord(
        type.topic(),
        3,
        offset,
        TIME.plusSeconds(1),
        SESSION.toString().getBytes(StandardCharsets.UTF_8),
        data.utf8(),
        List.of(
            Header.of("ce_specversion", "1.0"),
            Header.of("ce_id", id),
            Header.of("ce_source", source),
            Header.of("ce_type", name),
            Header.of("ce_time", "2026-03-01T10:00:00.123+01:00")));
  }

  private static Change last(List<Change> changes) {
    return changes.get(changes.size() - 1);
  }

  private static String schemaHash(SchemaId id) {
    byte[] text =
        EventSchemas.released().text(id.type(), id.version()).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonText parse(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonSyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
