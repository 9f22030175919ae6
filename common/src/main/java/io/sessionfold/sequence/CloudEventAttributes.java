package io.sessionfold.sequence;

import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a record, binary or structured (CloudEvents 1.0, Kafka protocol binding 3.1 and
 * 3.2), read as far as it goes.
 *
 * @param data verbatim; absent if there is none or it is not JSON
 * @param reasons what is wrong with it
 */
record CloudEventAttributes(
    @Nullable String id,
    @Nullable String source,
    @Nullable String type,
    @Nullable String time,
    @Nullable String subject,
    @Nullable JsonText data,
    List<Reason> reasons) {
  private static final String STRUCTURED = "application/cloudevents";
  private static final String CONTENT_TYPE = "content-type";

  /** Where the data of a large event is, once events may keep it elsewhere. */
  private static final String CLAIM_CHECK = "dataref";

  static CloudEventAttributes read(IngressRecord record) {
    String mode = mode(record);
    return mode.startsWith(STRUCTURED)
        ? structured(record, mode)
        : binary(record, mode, JsonText::parse);
  }

  /** What the headers say of a binary event whose value is too large to be looked at. */
  static CloudEventAttributes ofHeaders(IngressRecord record) {
    return binary(record, mode(record), null);
  }

  /** Whether what names the event is inside of the value. */
  static boolean areInside(IngressRecord record) {
    return mode(record).startsWith(STRUCTURED);
  }

  private static String mode(IngressRecord record) {
    String contentType = record.header(CONTENT_TYPE);
    return contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
  }

  private static CloudEventAttributes binary(
      IngressRecord record, String contentType, @Nullable Parser parser) {
    List<Reason> reasons = new ArrayList<>();
    checkVersion(header(record, "specversion", reasons), reasons);
    if (!contentType.isEmpty() && !isJson(contentType)) {
      reasons.add(notJson(CONTENT_TYPE, "expected application/json"));
    }
    if (record.has("ce_" + CLAIM_CHECK)) {
      reasons.add(reserved());
    }
    return new CloudEventAttributes(
        header(record, "id", reasons),
        header(record, "source", reasons),
        header(record, "type", reasons),
        header(record, "time", reasons),
        header(record, "subject", reasons),
        parser == null ? null : parse(record.value(), parser, reasons),
        reasons);
  }

  private static CloudEventAttributes structured(IngressRecord record, String contentType) {
    List<Reason> reasons = new ArrayList<>();
    if (!isJson(contentType)) {
      reasons.add(
          new Reason(
              RejectionCode.NOT_CLOUDEVENT,
              CONTENT_TYPE,
              "structured events are read as application/cloudevents+json"));
      return nothing(reasons);
    }
    JsonText envelope = parse(record.value(), utf8 -> JsonText.parseAround(utf8, 1), reasons);
    if (envelope == null || envelope.kind() != JsonText.Kind.OBJECT) {
      if (envelope != null) {
        reasons.add(Reason.of(RejectionCode.NOT_CLOUDEVENT, "a structured event is an object"));
      }
      return nothing(reasons);
    }
    Map<String, JsonText> m = envelope.members();
    checkVersion(attribute(m, "specversion", reasons), reasons);
    if (m.containsKey(CLAIM_CHECK)) {
      reasons.add(reserved());
    }
    return new CloudEventAttributes(
        attribute(m, "id", reasons),
        attribute(m, "source", reasons),
        attribute(m, "type", reasons),
        attribute(m, "time", reasons),
        attribute(m, "subject", reasons),
        m.containsKey("data_base64") ? decoded(m, reasons) : data(m, reasons),
        reasons);
  }

  private static @Nullable JsonText data(Map<String, JsonText> m, List<Reason> reasons) {
    JsonText data = m.get("data");
    if (data == null) {
      reasons.add(notJson("data", "the event has no data"));
    }
    return data;
  }

  private static @Nullable JsonText decoded(Map<String, JsonText> m, List<Reason> reasons) {
    try {
      String base64 = string(m, "data_base64");
      return parse(
          Base64.getDecoder().decode(base64 == null ? "" : base64), JsonText::parse, reasons);
    } catch (IllegalArgumentException e) {
      reasons.add(notJson("data_base64", "not Base64"));
      return null;
    }
  }

  private static CloudEventAttributes nothing(List<Reason> reasons) {
    return new CloudEventAttributes(null, null, null, null, null, null, reasons);
  }

  private static Reason reserved() {
    return notCloudEvent(
        CLAIM_CHECK, "dataref is reserved: publish the data in the event, without this attribute");
  }

  private static void checkVersion(@Nullable String version, List<Reason> reasons) {
    if (!"1.0".equals(version)) {
      reasons.add(
          notCloudEvent("specversion", "expected 1.0: events are published as CloudEvents"));
    }
  }

  /** What is not UTF-8 is not replaced: two names that differ must not become one. */
  private static @Nullable String header(
      IngressRecord record, String attribute, List<Reason> reasons) {
    String name = "ce_" + attribute;
    String text = record.text(name).orElse(null);
    if (text == null && record.has(name)) {
      reasons.add(notCloudEvent(attribute, "the header " + name + " is not UTF-8"));
    }
    return text;
  }

  private static @Nullable String attribute(
      Map<String, JsonText> m, String name, List<Reason> reasons) {
    JsonText value = m.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.kind() != JsonText.Kind.STRING) {
      reasons.add(notCloudEvent(name, "the attribute " + name + " is a string"));
      return null;
    }
    return value.string();
  }

  private static Reason notCloudEvent(String pointer, String message) {
    return new Reason(RejectionCode.NOT_CLOUDEVENT, pointer, message);
  }

  private interface Parser {
    JsonText parse(byte[] utf8) throws JsonSyntaxException;
  }

  private static @Nullable JsonText parse(
      byte @Nullable [] value, Parser parser, List<Reason> reasons) {
    if (value == null) {
      reasons.add(notJson("", "the record has no value"));
      return null;
    }
    try {
      return parser.parse(value);
    } catch (JsonSyntaxException e) {
      RejectionCode code =
          switch (e.kind()) {
            case MALFORMED -> RejectionCode.NOT_JSON;
            case DUPLICATE_NAME -> RejectionCode.DUPLICATE_NAME;
            case TOO_DEEP -> RejectionCode.TOO_DEEP;
          };
      reasons.add(new Reason(code, "", String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static Reason notJson(String pointer, String message) {
    return new Reason(RejectionCode.NOT_JSON, pointer, message);
  }

  private static boolean isJson(String contentType) {
    String mediaType = contentType.split(";", 2)[0].strip();
    return mediaType.endsWith("/json") || mediaType.endsWith("+json");
  }

  private static @Nullable String string(Map<String, JsonText> m, String name) {
    JsonText value = m.get(name);
    return value != null && value.kind() == JsonText.Kind.STRING ? value.string() : null;
  }
}
