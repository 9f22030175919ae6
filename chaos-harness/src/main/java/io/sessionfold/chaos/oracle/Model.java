package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** All sessions, as they must be after the records that went in, in the order of the journal. */
final class Model {
  private static final Pattern KEY =
      Pattern.compile("[a-z0-9][a-z0-9-]{0,62}/[^/\\p{Cntrl}@][^/\\p{Cntrl}]{0,255}");
  private static final Pattern TYPE = Pattern.compile("io\\.sessionfold\\.([a-z.]+)\\.v([0-9]+)");
  private static final Set<String> OF_METADATA =
      Set.of(
          "session.started",
          "session.closed",
          "session.deleted",
          "metadata.changed",
          "feedback.given",
          "guardrail.triggered");

  private final int partitions;
  private final int pageMessages;
  private final Map<String, ModelSession> sessions = new LinkedHashMap<>();

  Model(int partitions, int pageMessages) {
    this.partitions = partitions;
    this.pageMessages = pageMessages;
  }

  /** The sessions of a tenant that exist. */
  Map<String, ModelSession> sessions(String tenant) {
    Map<String, ModelSession> found = new LinkedHashMap<>();
    sessions.forEach(
        (key, session) -> {
          if (key.startsWith(tenant + "/") && session.revision > 0) {
            found.put(key, session);
          }
        });
    return found;
  }

  /** A session, as it is at this moment. */
  Optional<ModelSession> find(@Nullable String key) {
    return key == null ? Optional.empty() : Optional.ofNullable(sessions.get(key));
  }

  /** What must become of the next record. */
  Verdict next(Raw record) {
    String key = record.keyText();
    if (key != null && !key.isEmpty() && partition(key) != record.partition()) {
      return Verdict.rejected(null, "misrouted");
    }
    boolean named = key != null && KEY.matcher(key).matches();
    ModelSession session =
        named ? sessions.computeIfAbsent(key, k -> new ModelSession(k, pageMessages)) : null;
    Optional<Verdict> bad = bad(record, key, session);
    if (bad.isPresent()) {
      return session != null && session.deleted ? Verdict.rejected(key, "deleted") : bad.get();
    }
    String type = type(record.header("ce_type"));
    long time = Instant.parse(record.header("ce_time")).toEpochMilli();
    return Objects.requireNonNull(session)
        .event(
            record.topic(),
            type,
            Objects.requireNonNull(record.header("ce_id")),
            Objects.requireNonNull(record.header("ce_source")),
            time,
            Trees.read(record.value()).orElseThrow());
  }

  private int partition(String key) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /** Why a record is no good event, whatever its session is. */
  private static Optional<Verdict> bad(
      Raw record, @Nullable String key, @Nullable ModelSession session) {
    String of = session == null ? null : key;
    for (String needed : new String[] {"ce_specversion", "ce_id", "ce_source", "ce_type"}) {
      if (record.header(needed) == null) {
        return Optional.of(Verdict.rejected(of, "not-cloudevent"));
      }
    }
    if (key == null) {
      return Optional.of(Verdict.rejected(null, "no-key"));
    }
    if (session == null) {
      return Optional.of(Verdict.rejected(null, "bad-key"));
    }
    if (!key.equals(record.header("ce_subject"))) {
      return Optional.of(Verdict.rejected(of, "key-mismatch"));
    }
    String full = Objects.requireNonNull(record.header("ce_type"));
    String type = type(full);
    if (type.isEmpty()) {
      return Optional.of(Verdict.rejected(of, "unknown-type"));
    }
    if (!full.endsWith(".v1")) {
      return Optional.of(Verdict.rejected(of, "unknown-version"));
    }
    String topic = OF_METADATA.contains(type) ? "agent-metadata" : "agent-messages";
    if (!topic.equals(record.topic())) {
      return Optional.of(Verdict.rejected(of, "wrong-topic"));
    }
    Optional<JsonNode> data = Trees.read(record.value());
    if (data.isEmpty()) {
      return Optional.of(Verdict.rejected(of));
    }
    boolean incomplete = type.equals("message.appended") && !data.get().has("message");
    return incomplete ? Optional.of(Verdict.rejected(of, "schema")) : Optional.empty();
  }

  private static String type(@Nullable String text) {
    var matcher = TYPE.matcher(String.valueOf(text));
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Forgets what has been judged. */
  void forget(String tenant) {
    sessions.keySet().removeIf(key -> key.startsWith(tenant + "/"));
  }
}
