package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of events, each with the topic that owns it and the reading of its data. */
public enum EventType {
  MESSAGE_APPENDED("message.appended", IngressTopic.MESSAGES, MessageAppended::read),
  MESSAGE_MEASURED("message.measured", IngressTopic.MESSAGES, MessageMeasured::read),
  MESSAGE_REDACTED("message.redacted", IngressTopic.MESSAGES, MessageRedacted::read),
  MESSAGE_REPLACED("message.replaced", IngressTopic.MESSAGES, MessageReplaced::read),
  AGENT_SYNCED("agent.synced", IngressTopic.MESSAGES, AgentSynced::read),
  SESSION_STARTED("session.started", IngressTopic.METADATA, SessionStarted::read),
  SESSION_CLOSED("session.closed", IngressTopic.METADATA, SessionClosed::read),
  SESSION_DELETED("session.deleted", IngressTopic.METADATA, SessionDeleted::read),
  METADATA_CHANGED("metadata.changed", IngressTopic.METADATA, MetadataChanged::read),
  FEEDBACK_GIVEN("feedback.given", IngressTopic.METADATA, FeedbackGiven::read),
  GUARDRAIL_TRIGGERED("guardrail.triggered", IngressTopic.METADATA, GuardrailTriggered::read);

  /** What every CloudEvents {@code type} of ours begins with. */
  public static final String PREFIX = "io.sessionfold.";

  private static final Map<String, EventType> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, t -> t));

  private final String wireName;
  private final IngressTopic topic;
  private final Function<JsonText, SessionEvent> reader;

  EventType(String wireName, IngressTopic topic, Function<JsonText, SessionEvent> reader) {
    this.wireName = wireName;
    this.topic = topic;
    this.reader = reader;
  }

  /** {@code <entity>.<past tense>}, as in the journal. */
  public String wireName() {
    return wireName;
  }

  /** The topic that takes this type. */
  public IngressTopic topic() {
    return topic;
  }

  /** The CloudEvents {@code type}, {@code io.sessionfold.<entity>.<past tense>.v<version>}. */
  public String cloudEventsType(int version) {
    return PREFIX + wireName + ".v" + version;
  }

  /** The version that is written. */
  public int currentVersion() {
    return 1;
  }

  /** Reads data of the current version that its schema accepts. */
  public SessionEvent read(JsonText data) {
    return reader.apply(data);
  }

  /** The type of that name. */
  public static Optional<EventType> named(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }
}
