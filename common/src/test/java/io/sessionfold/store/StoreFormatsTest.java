package io.sessionfold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.EventRef;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.sink.Watermark;
import io.sessionfold.sink.WriteResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Documents are spelled out as extended JSON: a change of format must be seen here. */
class StoreFormatsTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123Z");

  @Test
  void names_carry_the_number_of_the_generation_or_journal() {
    assertThat(StoreNames.sessions(3)).isEqualTo("sessions_g3");
    assertThat(StoreNames.sessionPages(3)).isEqualTo("session_pages_g3");
    assertThat(StoreNames.rejections(3)).isEqualTo("rejections_g3");
    assertThat(StoreNames.journal(2)).isEqualTo("session-changes-2");
    assertThat(StoreNames.deadLetters(2)).isEqualTo("session-dead-letters-2");
    assertThat(StoreNames.applicationId(2)).isEqualTo("sessionfold-j2");
    assertThat(StoreNames.consumerGroup("mongo", 3)).isEqualTo("sessionfold-mongo-g3");
  }

  @Test
  void there_is_no_generation_0() {
    assertThatThrownBy(() -> StoreNames.sessions(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a generation has a number from 1, not 0");
    assertThatThrownBy(() -> new ActivePointer(1, 0, 1, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_pointer_names_a_root_only_when_one_is_known() {
    assertThat(ActivePointer.FIRST.toBson())
        .isEqualTo(json("{_id: 'active', documents: 1, files: 1, journal: 1}"));
    ActivePointer pointer = new ActivePointer(4, 3, 2, "5f0c");
    assertThat(pointer.toBson())
        .isEqualTo(json("{_id: 'active', documents: 4, files: 3, journal: 2, root_id: '5f0c'}"));
    assertThat(ActivePointer.read(stored(pointer.toBson()))).isEqualTo(pointer);
    assertThat(ActivePointer.read(ActivePointer.FIRST.toBson())).isEqualTo(ActivePointer.FIRST);
  }

  @Test
  void a_generation_says_what_it_is_made_from() {
    GenerationDocument generation = new GenerationDocument(4, 2, 1, "id");
    assertThat(generation.toBson())
        .isEqualTo(json("{_id: 4, journal: 2, fold: 1, journal_topic_id: 'id'}"));
    assertThat(GenerationDocument.read(stored(generation.toBson()))).isEqualTo(generation);
    assertThat(GenerationDocument.read(json("{_id: 4, journal: 2, fold: 1}")).topicId()).isNull();
  }

  @Test
  void a_generation_from_events_says_so_and_what_its_journal_covers() {
    GenerationDocument generation = new GenerationDocument(4, 2, 1, null, BuiltFrom.EVENTS);
    assertThat(generation.toBson())
        .isEqualTo(json("{_id: 4, journal: 2, fold: 1, from: 'events'}"));
    assertThat(GenerationDocument.read(stored(generation.toBson()))).isEqualTo(generation);
    BsonDocument document = generation.toBson();
    assertThat(GenerationStatus.read(document).ownJournal()).isNull();
    Map<Integer, Watermark> ends =
        Map.of(0, new Watermark(0, 7, 3), 10, new Watermark(0, 1L << 40, 0));
    OwnJournal own = new OwnJournal(ends, new OwnJournal.Comparison(2, 1), true);
    document.append(
        OwnJournal.FIELD,
        new BsonDocument("sequence_to", OwnJournal.positions(ends))
            .append("comparison", own.comparison().toBson())
            .append("accepted", BsonBoolean.TRUE));
    assertThat(GenerationStatus.read(stored(document)).ownJournal()).isEqualTo(own);
    assertThat(OwnJournal.positions(Map.of(0, new Watermark(9, 7, 3))))
        .isEqualTo(json("{'0': {messages: {$numberLong: '7'}, metadata: {$numberLong: '3'}}}"));
  }

  @Test
  void a_watermark_is_raised_by_max_and_read_back() {
    WatermarkDocument document = new WatermarkDocument(2, "mongo", 5, new Watermark(10, 7, 3));
    assertThat(document.id()).isEqualTo(json("{generation: 2, sink: 'mongo', partition: 5}"));
    assertThat(List.copyOf(document.id().keySet()))
        .containsExactly("generation", "sink", "partition");
    assertThat(document.raise())
        .isEqualTo(
            json(
                "{$max: {journal: {$numberLong: '10'}, messages: {$numberLong: '7'},"
                    + " metadata: {$numberLong: '3'}}}"));
    BsonDocument inserted = document.raise().getDocument("$max").append("_id", document.id());
    assertThat(WatermarkDocument.read(stored(inserted))).isEqualTo(document);
  }

  @Test
  void a_mark_is_set_once_and_widened_by_min_and_max() {
    QuarantineMark mark = mark(100, 7, 9);
    assertThat(mark.id()).isEqualTo(json("{generation: 1, sink: 'jsonl', session: 'acme/s.1'}"));
    assertThat(mark.mark())
        .isEqualTo(
            json(
                "{$setOnInsert: {partition: 2, kind: 'gap', message: 'restore it',"
                    + " since: {$date: '2026-03-01T10:00:00.123Z'}},"
                    + " $min: {offset: {$numberLong: '100'}, from: {$numberLong: '7'}},"
                    + " $max: {to: {$numberLong: '9'}}}"));
    BsonDocument inserted = mark.mark().getDocument("$setOnInsert").append("_id", mark.id());
    inserted.putAll(mark.mark().getDocument("$min"));
    inserted.putAll(mark.mark().getDocument("$max"));
    assertThat(QuarantineMark.read(stored(inserted))).isEqualTo(mark);
  }

  @Test
  void marking_again_counts_nothing_twice() {
    QuarantineMark mark = mark(100, 7, 9);
    assertThat(mark.left()).isEqualTo(3);
    assertThat(mark.merge(mark)).isEqualTo(mark);
    assertThat(mark.through(8)).isEqualTo(mark);
    assertThat(mark.through(11).left()).isEqualTo(5);
    assertThat(mark.merge(mark(90, 5, 6))).isEqualTo(mark(90, 5, 9));
  }

  @Test
  void a_rejection_keeps_its_place_and_reasons_and_no_content() {
    RejectionDocument rejection =
        RejectionDocument.of(rejected(SessionKey.parse("acme/s.1").orElseThrow(), "e1", "/app"));
    assertThat(rejection.toBson())
        .isEqualTo(
            json(
                "{_id: {topic: 'agent-messages', partition: 3, offset: {$numberLong: '42'}},"
                    + " session: 'acme/s.1', tenant: 'acme', event: {id: 'e1', source: '/app'},"
                    + " reasons: [{code: 'limit', pointer: '/message', message: 'at most 6 MiB'},"
                    + " {code: 'schema', pointer: '', message: 'expected an object'}],"
                    + " recorded_at: {$date: '2026-03-01T10:00:00.123Z'}}"));
    assertThat(RejectionDocument.read(stored(rejection.toBson()))).isEqualTo(rejection);
  }

  @Test
  void a_rejection_without_session_and_event_id_has_no_such_members() {
    RejectionDocument rejection = RejectionDocument.of(rejected(null, null, null));
    assertThat(rejection.toBson().keySet()).containsExactly("_id", "reasons", "recorded_at");
    assertThat(RejectionDocument.read(stored(rejection.toBson()))).isEqualTo(rejection);
  }

  private static Rejected rejected(
      @Nullable SessionKey session, @Nullable String id, @Nullable String source) {
    return new Rejected(
        session,
        null,
        null,
        new EventRef(id, source, TIME, "agent-messages", 3, 42, TIME),
        Arrays.asList(
            new Reason(RejectionCode.LIMIT, "/message", "at most 6 MiB"),
            Reason.of(RejectionCode.SCHEMA, "expected an object")));
  }

  private static QuarantineMark mark(long offset, long from, long to) {
    return new QuarantineMark(
        1,
        "jsonl",
        SessionKey.parse("acme/s.1").orElseThrow(),
        2,
        offset,
        from,
        to,
        WriteResult.Kind.GAP,
        "restore it",
        TIME);
  }

  /** As the bytes that a server keeps. */
  private static BsonDocument stored(BsonDocument document) {
    return new RawBsonDocument(document, new BsonDocumentCodec());
  }

  private static BsonDocument json(String text) {
    return BsonDocument.parse(text);
  }
}
