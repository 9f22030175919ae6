package io.sessionfold.ingest;

import io.sessionfold.event.EventType;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.Utf8;
import io.sessionfold.sequence.EventCheck;
import io.sessionfold.sequence.Limits;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Says everything that is wrong with an event before it is sent: what passes here, the projector's
 * reader accepts. Thread-safe.
 */
final class OutgoingCheck {
  private final Limits limits;
  private final EventCheck check;

  OutgoingCheck(Limits limits) {
    this.limits = limits;
    this.check = new EventCheck(limits);
  }

  /** Refuses an invalid event with all its reasons. */
  void require(OutgoingEvent event) {
    List<Reason> reasons = reasons(event);
    if (!reasons.isEmpty()) {
      throw new InvalidEventException(event.name().session(), event.name().type(), reasons);
    }
  }

  private List<Reason> reasons(OutgoingEvent event) {
    List<Reason> reasons = new ArrayList<>();
    name("id", event.name().id(), reasons);
    name("source", event.name().source(), reasons);
    if (event.traceparent() != null) {
      name("traceparent", event.traceparent(), reasons);
    }
    time(event.time(), reasons);
    data(event, reasons);
    return reasons;
  }

  private void data(OutgoingEvent event, List<Reason> reasons) {
    JsonText data = event.data();
    if (data.utf8Length() > limits.eventBytes()) {
      reasons.add(
          Reason.of(
              RejectionCode.LIMIT,
              "at most "
                  + limits.eventBytes()
                  + " bytes of an event; store large content elsewhere"));
      return;
    }
    // The parts of an event may each be within the depth that the whole is not.
    if (data.depth() > JsonText.MAX_DEPTH) {
      reasons.add(
          Reason.of(RejectionCode.TOO_DEEP, "at most " + JsonText.MAX_DEPTH + " levels of JSON"));
    }
    EventType type = event.name().type();
    reasons.addAll(check.check(type, type.currentVersion(), data));
  }

  private void name(String attribute, String value, List<Reason> reasons) {
    if (value == null || value.isEmpty()) {
      reasons.add(
          new Reason(
              RejectionCode.NOT_CLOUDEVENT,
              attribute,
              "a CloudEvent has a non-empty " + attribute));
      return;
    }
    if (Utf8.length(value) > limits.idBytes()) {
      reasons.add(
          new Reason(
              RejectionCode.LIMIT,
              attribute,
              "at most " + limits.idBytes() + " bytes of " + attribute));
    }
    // Two such values would become the same bytes.
    if (!Utf8.isWellFormed(value)) {
      reasons.add(
          new Reason(RejectionCode.NOT_CLOUDEVENT, attribute, "expected no unpaired surrogate"));
    }
  }

  private static void time(Instant time, List<Reason> reasons) {
    boolean valid;
    try {
      valid = Times.parse(Times.format(time)).isPresent();
    } catch (DateTimeException e) {
      valid = false;
    }
    if (!valid) {
      reasons.add(
          new Reason(RejectionCode.BAD_TIME, "time", "expected RFC 3339, years 0000 to 9999"));
    }
  }
}
