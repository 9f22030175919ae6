package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.closed;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.target;
import static io.sessionfold.testkit.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.IngressRecord.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeduplicationTest {
  private static final TestEvent FIRST = appended("hi").id("x");

  @Test
  void the_same_id_with_the_same_content_is_a_duplicate_whenever_it_happened() {
    given(started(), FIRST).when(FIRST.at("2026-05-05T05:05:05Z")).thenDuplicateOf(2);
    given(started(), FIRST).when(FIRST.untimed()).thenDuplicateOf(2);
  }

  @Test
  void member_order_and_whitespace_and_transport_are_not_content() {
    EventLog log = EventLog.of(FIRST);
    String reordered =
        " {\"format\" : \"openai.chat\",\n\"message\":{\"content\":\"hi\",\"role\":\"user\"},"
            + "\"agent\":\"concierge\" }";
    IngressRecord first = log.last();
    List<Header> headers = new ArrayList<>(first.headers());
    headers.add(
        Header.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    headers.add(Header.of("ce_dataschema", "https://example.com/other"));
    log.appendRaw(first.topic(), first.key(), utf8(reordered), headers);
    log.structured().append(FIRST);
    assertThat(Journal.of(log).changes().subList(1, 3))
        .allSatisfy(change -> assertThat(change).isInstanceOf(Duplicate.class));
  }

  @Test
  void the_same_id_with_other_content_is_rejected() {
    given(FIRST).when(appended("hello").id("x")).thenRejected(RejectionCode.ID_REUSED);
    given(FIRST).when(FIRST.with("turn", "1")).thenRejected(RejectionCode.ID_REUSED);
    given(FIRST).when(redacted(target("x")).id("x")).thenRejected(RejectionCode.ID_REUSED);
  }

  @Test
  void another_number_form_is_other_content() {
    TestEvent one = metadata().set("/a", Json.parse("1")).id("x");
    TestEvent oneAsDecimal = metadata().set("/a", Json.parse("1.0")).id("x");
    given(one).when(oneAsDecimal).thenRejected(RejectionCode.ID_REUSED);
  }

  @Test
  void an_id_belongs_to_its_source_its_session_and_its_topic() {
    Journal journal =
        Journal.of(FIRST, FIRST.from("/others"), FIRST.in("s2"), feedback("up").id("x"));
    assertThat(journal.changes()).allMatch(Applied.class::isInstance);
  }

  @Test
  void source_and_id_do_not_run_into_each_other() {
    Journal journal = Journal.of(FIRST.from("/a").id("bc"), FIRST.from("/ab").id("c"));
    assertThat(journal.changes()).allMatch(Applied.class::isInstance);
  }

  @Test
  void a_rejected_event_is_not_remembered_and_can_come_again() {
    TestEvent early = redacted(target("m")).id("r");
    given().when(early).thenRejected(RejectionCode.UNKNOWN_TARGET);
    Journal journal = Journal.of(early, appended("hi").id("m"), early);
    assertThat(journal.last()).isInstanceOf(Applied.class);
  }

  @Test
  void after_deletion_every_event_is_rejected_and_every_deletion_is_a_duplicate() {
    given(started(), FIRST, deleted()).when(FIRST).thenRejected(RejectionCode.DELETED);
    given(started(), FIRST, deleted()).when(closed()).thenRejected(RejectionCode.DELETED);
    given(started(), FIRST, deleted()).when(deleted().id("y")).thenDuplicateOf(3);
    given(started(), deleted()).when(deleted().with("reason", "again")).thenDuplicateOf(2);
  }

  @Test
  void a_deletion_may_be_the_first_event_of_a_session() {
    given().when(deleted()).then(session -> assertThat(session.deleted()).isTrue());
  }

  @Test
  void nothing_of_an_event_to_a_deleted_session_is_kept() {
    Journal journal =
        Journal.of(
            appended("secret").id("x"),
            deleted(),
            appended("secret"),
            metadata().set("/secret", 1),
            appended("secret").with("secret", "secret"));
    for (Change change : journal.changes().subList(2, 5)) {
      assertThat(ChangeCodec.write(change).toString()).doesNotContain("secret");
    }
    assertThat(journal.state().metadata(EventLog.SESSION)).isNull();
    assertThat(journal.session().messages()).isEmpty();
  }

  @Test
  void ids_that_are_not_text_are_rejected_and_never_taken_for_each_other() {
    EventLog log = EventLog.of(FIRST.id("?"));
    for (int b : new int[] {0xfe, 0xff}) {
      List<Header> headers = new ArrayList<>(log.records().get(0).headers());
      headers.add(new Header("ce_id", new byte[] {(byte) b}));
      log.appendRaw(
          IngressTopic.MESSAGES, utf8(EventLog.SESSION.toString()), FIRST.data().utf8(), headers);
    }
    log.structured().append(FIRST.id("\ud800"), FIRST.id("\ud801"));
    log.append(redacted(target("\ud800")));
    List<Change> changes = Journal.of(log).changes();
    assertThat(changes.subList(1, 5)).allSatisfy(DeduplicationTest::isNotACloudEvent);
    assertThat(((Change.Rejected) changes.get(5)).reasons().get(0).code())
        .isEqualTo(RejectionCode.UNKNOWN_TARGET);
  }

  private static void isNotACloudEvent(Change change) {
    assertThat(change).isInstanceOf(Change.Rejected.class);
    assertThat(((Change.Rejected) change).reasons())
        .allSatisfy(reason -> assertThat(reason.code()).isEqualTo(RejectionCode.NOT_CLOUDEVENT));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
