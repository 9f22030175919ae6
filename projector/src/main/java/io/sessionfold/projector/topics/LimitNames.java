package io.sessionfold.projector.topics;

import io.sessionfold.sequence.Limits;
import java.util.LinkedHashMap;
import java.util.Map;

/** Limits by the names that they have where journals are recorded. */
final class LimitNames {
  private LimitNames() {}

  static Map<String, Long> named(Limits limits) {
    Map<String, Long> names = new LinkedHashMap<>();
    names.put("event_bytes", (long) limits.eventBytes());
    names.put("id_bytes", (long) limits.idBytes());
    names.put("name_chars", (long) limits.nameChars());
    names.put("string_bytes", (long) limits.stringBytes());
    names.put("ext_bytes", (long) limits.extBytes());
    names.put("policies_bytes", (long) limits.policiesBytes());
    names.put("event_loop_metrics_bytes", (long) limits.eventLoopMetricsBytes());
    names.put("replacement_bytes", (long) limits.replacementBytes());
    names.put("page_additions_bytes", (long) limits.pageAdditionsBytes());
    names.put("metadata_bytes", (long) limits.metadataBytes());
    names.put("agents", (long) limits.agents());
    names.put("agent_data_bytes", (long) limits.agentDataBytes());
    names.put("agents_data_bytes", (long) limits.agentsDataBytes());
    names.put("models", (long) limits.models());
    names.put("feedbacks", (long) limits.feedbacks());
    names.put("guardrail_events", (long) limits.guardrailEvents());
    names.put("feedback_and_guardrail_bytes", (long) limits.feedbackAndGuardrailBytes());
    names.put("page_messages", (long) limits.pageMessages());
    names.put("page_bytes", (long) limits.pageBytes());
    return names;
  }

  /**
   * The limits that a journal was recorded with. A limit that its release did not know was that of
   * the defaults.
   */
  static Limits limits(Map<String, Long> names) {
    return new Limits(
        of(names, "event_bytes", Limits.DEFAULTS.eventBytes()),
        of(names, "id_bytes", Limits.DEFAULTS.idBytes()),
        of(names, "name_chars", Limits.DEFAULTS.nameChars()),
        of(names, "string_bytes", Limits.DEFAULTS.stringBytes()),
        of(names, "ext_bytes", Limits.DEFAULTS.extBytes()),
        of(names, "policies_bytes", Limits.DEFAULTS.policiesBytes()),
        of(names, "event_loop_metrics_bytes", Limits.DEFAULTS.eventLoopMetricsBytes()),
        of(names, "replacement_bytes", Limits.DEFAULTS.replacementBytes()),
        of(names, "page_additions_bytes", Limits.DEFAULTS.pageAdditionsBytes()),
        of(names, "metadata_bytes", Limits.DEFAULTS.metadataBytes()),
        of(names, "agents", Limits.DEFAULTS.agents()),
        of(names, "agent_data_bytes", Limits.DEFAULTS.agentDataBytes()),
        of(names, "agents_data_bytes", Limits.DEFAULTS.agentsDataBytes()),
        of(names, "models", Limits.DEFAULTS.models()),
        of(names, "feedbacks", Limits.DEFAULTS.feedbacks()),
        of(names, "guardrail_events", Limits.DEFAULTS.guardrailEvents()),
        of(names, "feedback_and_guardrail_bytes", Limits.DEFAULTS.feedbackAndGuardrailBytes()),
        of(names, "page_messages", Limits.DEFAULTS.pageMessages()),
        of(names, "page_bytes", Limits.DEFAULTS.pageBytes()));
  }

  private static int of(Map<String, Long> names, String name, int absent) {
    return Math.toIntExact(names.getOrDefault(name, (long) absent));
  }
}
