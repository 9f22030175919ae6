package io.sessionfold.sequence;

/**
 * The limits of events and sessions, each with the rejection {@code limit}. They belong to a
 * journal and are recorded with it. Sizes are UTF-8 bytes of JSON text, lengths are characters.
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
 * @param opinionsBytes feedbacks and guardrail events of a session together
 * @param pageMessages messages on one page
 * @param pageBytes bytes of the messages on one page, as appended, with event id, source and agent
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
    int opinionsBytes,
    int pageMessages,
    int pageBytes) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** The defaults. */
  public static final Limits DEFAULTS =
      new Limits(
          6 * MIB, 512, 256, 4 * KIB, 16 * KIB, 16 * KIB, 64 * KIB, 64 * KIB, 4 * MIB, 64 * KIB,
          256, 256 * KIB, MIB, 256, 1000, 1000, MIB, 100, 256 * KIB);

  /** Refuses pages that no document could hold. */
  public Limits {
    if (pageMessages < 1 || pageMessages > 5000) {
      throw new IllegalArgumentException("journal.page.messages is 1 to 5000");
    }
    if (pageBytes < 1 || pageBytes > 4 * MIB) {
      throw new IllegalArgumentException("journal.page.bytes is 1 to " + 4 * MIB);
    }
    if (eventBytes < KIB || eventBytes > 6 * MIB) {
      throw new IllegalArgumentException("journal.limit.event.bytes is 1024 to " + 6 * MIB);
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
        opinionsBytes,
        messages,
        bytes);
  }
}
