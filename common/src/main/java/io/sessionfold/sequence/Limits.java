package io.sessionfold.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * The limits of events, each with the rejection {@code limit}. They belong to a journal and are
 * recorded with it. Sizes are UTF-8 bytes of JSON text, lengths are characters.
 *
 * @param eventBytes value of one record
 * @param idBytes {@code id} and {@code source}, each
 * @param nameChars user, application, turn and model, each
 * @param stringBytes every other string of our own
 * @param extBytes {@code ext}
 * @param policiesBytes {@code policies_triggered}
 * @param eventLoopMetricsBytes {@code event_loop_metrics}
 * @param replacementBytes the text of a redaction or replacement
 * @param pageAdditionsBytes what redactions, replacements and measurements add to one page; a
 *     redaction beyond it is applied with the default text
 * @param metadataBytes the metadata of a session, and what one event sets or unsets of it
 * @param agents agents of a session
 * @param agentDataBytes synced data of one agent
 * @param agentsDataBytes synced data of all agents of a session together
 * @param models distinct models of a session
 * @param feedbacks feedbacks of a session
 * @param guardrailEvents guardrail events of a session
 * @param feedbackAndGuardrailBytes feedbacks and guardrail events of a session together
 * @param pageMessages messages on one page
 * @param pageBytes bytes on one page of what appended its messages: data, event id and source
 */
public record Limits(
    int eventBytes,
    int idBytes,
    int nameChars,
    int stringBytes,
    int extBytes,
    int policiesBytes,
    int eventLoopMetricsBytes,
    int replacementBytes,
    int pageAdditionsBytes,
    int metadataBytes,
    int agents,
    int agentDataBytes,
    int agentsDataBytes,
    int models,
    int feedbacks,
    int guardrailEvents,
    int feedbackAndGuardrailBytes,
    int pageMessages,
    int pageBytes) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** The defaults. */
  public static final Limits DEFAULTS =
      new Limits(
          6 * MIB, 512, 256, 4 * KIB, 16 * KIB, 16 * KIB, 64 * KIB, 64 * KIB, 4 * MIB, 64 * KIB,
          256, 256 * KIB, MIB, 256, 1000, 1000, MIB, 100, 256 * KIB);

  /** What one document can hold, with room for its own names and facts. */
  private static final int DOCUMENT_BYTES = 13 * MIB;

  /**
   * Refuses what state stores, topics or a document could not hold; all of it at once, each with
   * the key that sets it.
   */
  public Limits {
    List<String> wrong = new ArrayList<>();
    between(wrong, "journal.limit.event-bytes", eventBytes, KIB, 6 * MIB);
    between(wrong, "journal.limit.id-bytes", idBytes, 1, 4 * KIB);
    between(wrong, "journal.limit.name-chars", nameChars, 1, KIB);
    between(wrong, "journal.limit.string-bytes", stringBytes, 1, 64 * KIB);
    between(wrong, "journal.limit.ext-bytes", extBytes, 1, 64 * KIB);
    between(wrong, "journal.limit.policies-bytes", policiesBytes, 1, 64 * KIB);
    between(wrong, "journal.limit.event-loop-metrics-bytes", eventLoopMetricsBytes, 1, MIB);
    between(wrong, "journal.limit.replacement-bytes", replacementBytes, 1, MIB);
    between(wrong, "journal.limit.page-additions-bytes", pageAdditionsBytes, 1, 4 * MIB);
    between(wrong, "journal.limit.metadata-bytes", metadataBytes, 1, 512 * KIB);
    between(wrong, "journal.limit.agents", agents, 1, 1000);
    between(wrong, "journal.limit.agent-data-bytes", agentDataBytes, 1, 4 * MIB);
    between(wrong, "journal.limit.agents-data-bytes", agentsDataBytes, 1, 4 * MIB);
    between(wrong, "journal.limit.models", models, 1, 1000);
    between(wrong, "journal.limit.feedbacks", feedbacks, 0, 10_000);
    between(wrong, "journal.limit.guardrail-events", guardrailEvents, 0, 10_000);
    between(
        wrong, "journal.limit.feedback-and-guardrail-bytes", feedbackAndGuardrailBytes, 1, 4 * MIB);
    between(wrong, "journal.page.messages", pageMessages, 1, 5000);
    between(wrong, "journal.page.bytes", pageBytes, 1, 4 * MIB);
    long document =
        (long) Math.max(pageBytes, eventBytes)
            + pageAdditionsBytes
            + metadataBytes
            + agentsDataBytes
            + feedbackAndGuardrailBytes;
    if (wrong.isEmpty() && document > DOCUMENT_BYTES) {
      wrong.add(
          "the larger of journal.page.bytes and journal.limit.event-bytes, with"
              + " page-additions-bytes, metadata-bytes, agents-data-bytes and"
              + " feedback-and-guardrail-bytes, are together at most "
              + DOCUMENT_BYTES
              + ", since one document holds them, not "
              + document);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  private static void between(List<String> wrong, String key, int value, int least, int most) {
    if (value < least || value > most) {
      wrong.add(key + " is " + least + " to " + most + ", not " + value);
    }
  }

  /** The same with other page bounds. */
  public Limits withPages(int messages, int bytes) {
    return new Limits(
        eventBytes,
        idBytes,
        nameChars,
        stringBytes,
        extBytes,
        policiesBytes,
        eventLoopMetricsBytes,
        replacementBytes,
        pageAdditionsBytes,
        metadataBytes,
        agents,
        agentDataBytes,
        agentsDataBytes,
        models,
        feedbacks,
        guardrailEvents,
        feedbackAndGuardrailBytes,
        messages,
        bytes);
  }
}
