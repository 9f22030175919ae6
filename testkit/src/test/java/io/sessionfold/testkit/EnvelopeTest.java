package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.sequence.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong around the data of an event, and what is wrong at the same time. */
class EnvelopeTest {
  private static final String KEY = EventLog.SESSION.toString();
  private static final String TYPE = "io.sessionfold.message.appended.v1";
  private static final String DATA =
      "{\"agent\":\"a\",\"format\":\"other\",\"message\":{\"role\":\"user\"}}";
  private static final String TOO_LARGE =
      "\"" + "x".repeat(Limits.DEFAULTS.eventBytes()) + "\" and no JSON";

  @Test
  void a_claim_check_is_reserved_in_both_modes() {
    Rejected binary = rejected(DATA, Header.of("ce_dataref", "https://example.com/1"));
    assertThat(binary.reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.code()).isEqualTo(RejectionCode.NOT_CLOUDEVENT);
              assertThat(reason.pointer()).isEqualTo("dataref");
              assertThat(reason.message()).contains("publish the data in the event");
            });
    String envelope =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"dataref\":\"u\",\"type\":\""
            + TYPE
            + "\",\"data\":"
            + DATA
            + "}";
    assertThat(
            rejected(envelope, List.of(Header.of("content-type", "application/cloudevents+json")))
                .reasons())
        .map(Reason::pointer)
        .containsExactly("dataref");
  }

  @Test
  void an_event_that_is_too_large_is_told_its_other_faults_as_well() {
    List<Header> headers =
        List.of(
            Header.of("ce_specversion", "0.3"),
            Header.of("ce_id", "x1"),
            Header.of("ce_type", "io.sessionfold.session.started.v1"),
            Header.of("ce_time", "yesterday"),
            Header.of("ce_subject", "default/other"));
    Rejected rejected = rejected(TOO_LARGE, headers);
    assertThat(rejected.reasons())
        .map(Reason::code)
        .containsExactlyInAnyOrder(
            RejectionCode.LIMIT,
            RejectionCode.NOT_CLOUDEVENT,
            RejectionCode.NOT_CLOUDEVENT,
            RejectionCode.BAD_TIME,
            RejectionCode.KEY_MISMATCH,
            RejectionCode.WRONG_TOPIC);
    assertThat(rejected.event().id()).isEqualTo("x1");
  }

  @Test
  void a_structured_event_that_is_too_large_says_only_what_is_known() {
    List<Header> headers = List.of(Header.of("content-type", "application/cloudevents+json"));
    assertThat(rejected(TOO_LARGE, headers).reasons())
        .map(Reason::code)
        .containsExactly(RejectionCode.LIMIT);
  }

  private static Rejected rejected(String value, Header more) {
    List<Header> headers =
        new ArrayList<>(
            List.of(
                Header.of("ce_specversion", "1.0"),
                Header.of("ce_id", "x1"),
                Header.of("ce_source", "/bad"),
                Header.of("ce_type", TYPE),
                Header.of("ce_subject", KEY)));
    headers.add(more);
    return rejected(value, headers);
  }

  private static Rejected rejected(String value, List<Header> headers) {
    EventLog log = new EventLog().appendRaw(IngressTopic.MESSAGES, utf8(KEY), utf8(value), headers);
    return (Rejected) new Journal(Limits.DEFAULTS).append(log.last());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
