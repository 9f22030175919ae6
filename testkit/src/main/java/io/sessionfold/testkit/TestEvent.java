package io.sessionfold.testkit;

import io.sessionfold.event.EventType;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a producer would publish it. What a test does not say is filled in by the {@link
 * EventLog} that it is appended to: the session, the id, the time. Immutable.
 *
 * @param session absent: the log's
 * @param id absent: {@code e<n>} for the n-th record of the log
 * @param time absent: when the record is appended
 * @param timed whether the envelope has a time at all
 */
public record TestEvent(
    EventType type,
    JsonText data,
    @Nullable SessionKey session,
    @Nullable String id,
    String source,
    @Nullable Instant time,
    boolean timed) {
  /** The producer of every event whose test does not name another. */
  public static final String SOURCE = "/tests";

  /** An event of a type with this data; the data is not checked. */
  public static TestEvent of(EventType type, JsonText data) {
    return new TestEvent(type, data, null, null, SOURCE, null, true);
  }

  /** The same event in that session. */
  public TestEvent in(SessionKey otherSession) {
    return new TestEvent(type, data, otherSession, id, source, time, timed);
  }

  /** The same event in that session of the default tenant. */
  public TestEvent in(String otherSession) {
    return in(SessionKey.of(otherSession));
  }

  /** The same event with that CloudEvents id. */
  public TestEvent id(String otherId) {
    return new TestEvent(type, data, session, otherId, source, time, timed);
  }

  /** The same event of that producer. */
  public TestEvent from(String otherSource) {
    return new TestEvent(type, data, session, id, otherSource, time, timed);
  }

  /** The same event at that time. */
  public TestEvent at(Instant otherTime) {
    return new TestEvent(type, data, session, id, source, otherTime, true);
  }

  /** The same event at that time, RFC 3339. */
  public TestEvent at(String otherTime) {
    return at(Instant.parse(otherTime));
  }

  /** The same event of a producer that gives no time. */
  public TestEvent untimed() {
    return new TestEvent(type, data, session, id, source, null, false);
  }

  /** The same event with other data. */
  public TestEvent data(JsonText otherData) {
    return new TestEvent(type, otherData, session, id, source, time, timed);
  }

  /** The same event with one member of its data set, or put in another's place. */
  public TestEvent with(String member, @Nullable Object value) {
    Map<String, JsonText> members = new LinkedHashMap<>(data.members());
    members.put(member, Json.of(value));
    return data(JsonWriter.object(members));
  }

  /** The same event without a member of its data. */
  public TestEvent without(String member) {
    Map<String, JsonText> members = new LinkedHashMap<>(data.members());
    members.remove(member);
    return data(JsonWriter.object(members));
  }

  /** Tokens that a model call used; the total is their sum. */
  public TestEvent usage(long input, long output) {
    return with(
        "usage",
        Json.object("inputTokens", input, "outputTokens", output, "totalTokens", input + output));
  }

  /** The latency of a model call. */
  public TestEvent latency(long milliseconds) {
    return with("metrics", Json.object("latencyMs", milliseconds));
  }

  /** The model that was called. */
  public TestEvent model(String model) {
    return with("model", model);
  }

  /** Sets metadata at a JSON Pointer; for {@code metadata.changed}. */
  public TestEvent set(String pointer, @Nullable Object value) {
    Map<String, JsonText> set = new LinkedHashMap<>(member("set", JsonText.EMPTY_OBJECT).members());
    set.put(pointer, Json.of(value));
    return with("set", set);
  }

  /** Removes metadata at a JSON Pointer; for {@code metadata.changed}. */
  public TestEvent unset(String pointer) {
    List<JsonText> unset = new ArrayList<>(member("unset", Json.parse("[]")).elements());
    unset.add(JsonText.of(pointer));
    return with("unset", unset);
  }

  private JsonText member(String name, JsonText otherwise) {
    return data.members().getOrDefault(name, otherwise);
  }
}
