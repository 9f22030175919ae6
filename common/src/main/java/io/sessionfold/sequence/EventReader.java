package io.sessionfold.sequence;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.Utf8;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the event log and says everything that is wrong with them at once, as far as it
 * can be said without knowing the session. Thread-safe.
 */
public final class EventReader {
  private static final Pattern TYPE =
      Pattern.compile("io\\.sessionfold\\.([a-z.]{1,64})\\.v(0|[1-9][0-9]{0,8})");

  private final Limits limits;
  private final EventCheck check;

  /** A reader that applies these limits. */
  public EventReader(Limits limits) {
    this.limits = limits;
    this.check = new EventCheck(limits);
  }

  /** What the record is; never throws for what is in it. */
  public Reading read(IngressRecord record) {
    byte[] value = record.value();
    if (value != null && value.length > limits.eventBytes()) {
      return tooLarge(record);
    }
    CloudEventAttributes attributes = CloudEventAttributes.read(record);
    List<Reason> reasons = new ArrayList<>(attributes.reasons());
    SessionKey session = session(record, attributes.subject(), reasons);
    return read(record, attributes, session, reasons);
  }

  /** The value is not looked at; whatever else can be said of the record is said as well. */
  private Reading tooLarge(IngressRecord record) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        Reason.of(
            RejectionCode.LIMIT,
            "at most "
                + limits.eventBytes()
                + " bytes of an event; store large content elsewhere"));
    if (CloudEventAttributes.areInside(record)) {
      SessionKey session = session(record, null, reasons);
      return new Reading(session, null, null, null, null, null, null, reasons);
    }
    CloudEventAttributes attributes = CloudEventAttributes.ofHeaders(record);
    reasons.addAll(attributes.reasons());
    SessionKey session = session(record, attributes.subject(), reasons);
    return read(record, attributes, session, reasons);
  }

  private Reading read(
      IngressRecord record,
      CloudEventAttributes attributes,
      @Nullable SessionKey session,
      List<Reason> reasons) {
    String id = name("id", attributes.id(), reasons);
    String source = name("source", attributes.source(), reasons);
    Instant time = time(attributes.time(), reasons);
    Matcher type = attributes.type() == null ? null : TYPE.matcher(attributes.type());
    EventType known = type(attributes.type(), type, reasons);
    Integer version = known == null || type == null ? null : Integer.valueOf(type.group(2));
    JsonText data = attributes.data();
    if (known == null || version == null) {
      return new Reading(session, id, source, time, null, null, null, reasons);
    }
    checkKnown(record, known, version, data, reasons);
    boolean complete =
        reasons.isEmpty() && session != null && id != null && source != null && data != null;
    PublishedEvent event =
        complete
            ? new PublishedEvent(session, id, source, time, known, version, data, known.read(data))
            : null;
    return new Reading(session, id, source, time, known, version, event, reasons);
  }

  private void checkKnown(
      IngressRecord record,
      EventType known,
      int version,
      @Nullable JsonText data,
      List<Reason> reasons) {
    if (known.topic() != record.topic()) {
      reasons.add(
          new Reason(
              RejectionCode.WRONG_TOPIC,
              "type",
              known.wireName() + " belongs on " + known.topic().topicName()));
    }
    if (version > known.currentVersion() || version < 1) {
      reasons.add(
          new Reason(
              RejectionCode.UNKNOWN_VERSION,
              "type",
              "versions 1 to "
                  + known.currentVersion()
                  + " of "
                  + known.wireName()
                  + " are known"));
    } else if (data != null) {
      reasons.addAll(check.check(known, version, data));
    }
  }

  private @Nullable SessionKey session(
      IngressRecord record, @Nullable String subject, List<Reason> reasons) {
    byte[] bytes = record.key();
    if (bytes == null || bytes.length == 0) {
      reasons.add(
          new Reason(
              RejectionCode.NO_KEY, "key", "the record key is the session key, tenant/session"));
      return null;
    }
    String key = Utf8.decode(bytes).orElse(null);
    SessionKey session = key == null ? null : SessionKey.parse(key).orElse(null);
    if (session == null) {
      reasons.add(new Reason(RejectionCode.BAD_KEY, "key", SessionKey.GRAMMAR));
    } else if (subject != null && !subject.equals(key)) {
      reasons.add(
          new Reason(
              RejectionCode.KEY_MISMATCH,
              "subject",
              "the subject and the record key are the same session key"));
    }
    return session;
  }

  private @Nullable String name(String attribute, @Nullable String value, List<Reason> reasons) {
    if (value == null || value.isEmpty()) {
      reasons.add(
          new Reason(
              RejectionCode.NOT_CLOUDEVENT,
              attribute,
              "a CloudEvent has a non-empty " + attribute));
      return null;
    }
    if (!Utf8.isWellFormed(value)) {
      // It has no UTF-8 form, so two such names would be remembered as one.
      reasons.add(
          new Reason(
              RejectionCode.NOT_CLOUDEVENT, attribute, "an unpaired surrogate in " + attribute));
      return null;
    }
    if (Utf8.length(value) > limits.idBytes()) {
      reasons.add(
          new Reason(
              RejectionCode.LIMIT,
              attribute,
              "at most " + limits.idBytes() + " bytes of " + attribute));
      return null;
    }
    return value;
  }

  private static @Nullable Instant time(@Nullable String text, List<Reason> reasons) {
    Instant time = text == null ? null : Times.parse(text).orElse(null);
    if (text != null && time == null) {
      reasons.add(
          new Reason(RejectionCode.BAD_TIME, "time", "expected RFC 3339, years 0000 to 9999"));
    }
    return time;
  }

  private static @Nullable EventType type(
      @Nullable String text, @Nullable Matcher type, List<Reason> reasons) {
    if (text == null || type == null) {
      reasons.add(
          new Reason(RejectionCode.NOT_CLOUDEVENT, "type", "a CloudEvent has a non-empty type"));
      return null;
    }
    EventType known = type.matches() ? EventType.named(type.group(1)).orElse(null) : null;
    if (known == null) {
      reasons.add(
          new Reason(
              RejectionCode.UNKNOWN_TYPE,
              "type",
              "expected io.sessionfold.<entity>.<past tense>.v<n>, one of docs/events.md"));
    }
    return known;
  }
}
