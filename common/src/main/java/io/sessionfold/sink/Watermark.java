package io.sessionfold.sink;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.journal.EventRef;
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

  /** The same, raised past a record of the event log. */
  public Watermark past(EventRef event) {
    long next = event.offset() + 1;
    return IngressTopic.MESSAGES.topicName().equals(event.topic())
        ? new Watermark(journal, Math.max(messages, next), metadata)
        : new Watermark(journal, messages, Math.max(metadata, next));
  }
}
