package io.sessionfold.projector.deadletters;

/** The names of the headers that a dead letter has besides those of its record. */
public final class DeadLetterHeaders {
  /** What all of them begin with; producers' headers of such names are dropped. */
  public static final String PREFIX = "sessionfold.";

  /** The topic of the event log that the record stands on. */
  public static final String TOPIC = PREFIX + "topic";

  /** Its partition. */
  public static final String PARTITION = PREFIX + "partition";

  /** Its offset. */
  public static final String OFFSET = PREFIX + "offset";

  /** When the broker took it. */
  public static final String RECORDED_AT = PREFIX + "recorded_at";

  /** The step that found the first reason. */
  public static final String STAGE = PREFIX + "stage";

  /** All reasons, as the journal has them. */
  public static final String REASONS = PREFIX + "reasons";

  /** The bytes of content that were left out. */
  public static final String OMITTED = PREFIX + "omitted";

  private DeadLetterHeaders() {}
}
