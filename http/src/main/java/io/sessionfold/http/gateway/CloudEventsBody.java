package io.sessionfold.http.gateway;

import io.javalin.http.Context;
import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.EventReader;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.IngressRecord.Header;
import io.sessionfold.sequence.Limits;
import io.sessionfold.sequence.PublishedEvent;
import io.sessionfold.sequence.Reading;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of a request in the HTTP binding of CloudEvents 1.0: binary, structured or a batch.
 * They are read and checked as the projector reads records.
 */
final class CloudEventsBody {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String BINARY = "application/json";

  private final EventReader reader;

  CloudEventsBody(Limits limits) {
    reader = new EventReader(limits);
  }

  List<PublishRequest> requests(Context ctx, byte[] body) {
    Caller caller = Caller.of(ctx);
    return switch (Bodies.mediaType(ctx)) {
      case BINARY -> List.of(binary(ctx, body, caller));
      case STRUCTURED -> structured(List.of(Bodies.object(body)), caller, false);
      case BATCH -> structured(batch(body), caller, true);
      default ->
          throw Bodies.unsupported(
              STRUCTURED + ", " + BATCH + ", or " + BINARY + " with ce- headers");
    };
  }

  private static List<JsonText> batch(byte[] body) {
    JsonText json = Bodies.parsed(body);
    List<JsonText> events = json.kind() == JsonText.Kind.ARRAY ? json.elements() : List.of();
    if (events.isEmpty() || events.size() > MessagesBody.MOST) {
      throw ProblemException.invalid(
          "a batch is an array of 1 to " + MessagesBody.MOST + " events");
    }
    return events;
  }

  private PublishRequest binary(Context ctx, byte[] body, Caller caller) {
    Map<String, String> attributes = new HashMap<>();
    ctx.headerMap()
        .forEach(
            (name, value) -> {
              if (name.regionMatches(true, 0, "ce-", 0, 3)) {
                attributes.put(name.substring(3).toLowerCase(Locale.ROOT), decoded(value));
              }
            });
    List<Header> headers = new ArrayList<>();
    headers.add(Header.of("content-type", BINARY));
    attributes.forEach((name, value) -> headers.add(Header.of("ce_" + name, value)));
    String traceparent = attributes.getOrDefault("traceparent", ctx.header("traceparent"));
    List<Reason> reasons = new ArrayList<>();
    PublishRequest request =
        read(
            headers,
            body,
            attributes.get("type"),
            attributes.get("subject"),
            traceparent,
            "",
            caller,
            reasons);
    if (request == null) {
      throw Publishing.invalid(reasons);
    }
    return request;
  }

  /** Values of headers are percent-encoded (HTTP binding 3.1.3.2). */
  private static String decoded(String value) {
    try {
      return value.indexOf('%') < 0
          ? value
          : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("a ce- header is not percent-encoded as it should be");
    }
  }

  private List<PublishRequest> structured(List<JsonText> events, Caller caller, boolean many) {
    List<PublishRequest> requests = new ArrayList<>();
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      String pointer = many ? "/" + i : "";
      JsonText event = events.get(i);
      if (event.kind() != JsonText.Kind.OBJECT) {
        throw ProblemException.invalid(pointer + " is an event, an object");
      }
      Map<String, JsonText> m = event.members();
      PublishRequest request =
          read(
              List.of(Header.of("content-type", STRUCTURED)),
              event.utf8(),
              text(m, "type"),
              text(m, "subject"),
              text(m, "traceparent"),
              pointer,
              caller,
              reasons);
      if (request != null) {
        requests.add(request);
      }
    }
    if (!reasons.isEmpty()) {
      throw Publishing.invalid(reasons);
    }
    return requests;
  }

  private static @Nullable String text(Map<String, JsonText> members, String name) {
    JsonText value = members.get(name);
    return value != null && value.kind() == JsonText.Kind.STRING ? value.string() : null;
  }

  private @Nullable PublishRequest read(
      List<Header> headers,
      byte[] value,
      @Nullable String type,
      @Nullable String subject,
      @Nullable String traceparent,
      String pointer,
      Caller caller,
      List<Reason> reasons) {
    if (subject != null && subject.indexOf('/') > 0 && !subject.startsWith(caller.tenant() + "/")) {
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "the subject of an event is a session of this token's tenant: "
                  + caller.tenant()
                  + "/…")
          .exception();
    }
    IngressRecord record =
        new IngressRecord(
            topic(type),
            0,
            0,
            Instant.EPOCH,
            subject == null ? null : subject.getBytes(StandardCharsets.UTF_8),
            value,
            headers);
    Reading reading = reader.read(record);
    PublishedEvent event = reading.event();
    if (event == null) {
      reading.reasons().forEach(reason -> reasons.add(Publishing.in(pointer, named(reason))));
      return null;
    }
    return new PublishRequest(
        event.session(),
        event.type(),
        event.data(),
        new EventEnvelope(event.id(), event.source(), event.time(), traceparent),
        pointer);
  }

  /** Here the record's key is the event's subject. */
  private static Reason named(Reason reason) {
    boolean key = reason.code() == RejectionCode.NO_KEY || reason.code() == RejectionCode.BAD_KEY;
    return key ? new Reason(reason.code(), "subject", "the subject is tenant/session") : reason;
  }

  private static IngressTopic topic(@Nullable String type) {
    for (EventType each : EventType.values()) {
      if (type != null && type.startsWith(EventType.PREFIX + each.wireName() + ".")) {
        return each.topic();
      }
    }
    return IngressTopic.MESSAGES;
  }
}
