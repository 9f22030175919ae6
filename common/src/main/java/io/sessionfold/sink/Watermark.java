package io.sessionfold.sink;

import org.jspecify.annotations.Nullable;

/**
 * How far a projection has got on one partition; all three are <em>next</em> offsets. It covers
 * every record of the event log below {@code messages} and {@code metadata}.
 *
 * @param journal the consumer's position in the journal
 * @param messages next offset on {@code agent-messages}; 0 if no record was seen
 * @param metadata next offset on {@code agent-metadata}; 0 if no record was seen
 */
public record Watermark(long journal, long messages, long metadata) {
  /** Of a projection that has seen nothing. */
  public static final Watermark NONE = new Watermark(0, 0, 0);

  /** The larger of both in each part. */
  public Watermark max(@Nullable Watermark other) {
    return other == null
        ? this
        : new Watermark(
            Math.max(journal, other.journal),
            Math.max(messages, other.messages),
            Math.max(metadata, other.metadata));
  }
}
