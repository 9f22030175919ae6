package io.sessionfold.event;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one model call; a delta, never a running total. The names are those of Strands.
 *
 * @param cacheReadInputTokens tokens read from a prompt cache, where known
 * @param cacheWriteInputTokens tokens written to a prompt cache, where known
 * @param reasoningTokens output tokens spent on reasoning, where known
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long totalTokens,
    @Nullable Long cacheReadInputTokens,
    @Nullable Long cacheWriteInputTokens,
    @Nullable Long reasoningTokens) {

  /** Input and output tokens alone, with their sum as the total. */
  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, inputTokens + outputTokens, null, null, null);
  }

  /** Reads {@code usage} of an event. */
  public static Usage read(JsonText json) {
    Members m = new Members(json);
    return new Usage(
        m.required("inputTokens").integer(),
        m.required("outputTokens").integer(),
        m.required("totalTokens").integer(),
        m.integer("cacheReadInputTokens"),
        m.integer("cacheWriteInputTokens"),
        m.integer("reasoningTokens"));
  }

  /** The JSON of events and journal. */
  public JsonText json() {
    return new JsonWriter()
        .add("inputTokens", inputTokens)
        .add("outputTokens", outputTokens)
        .add("totalTokens", totalTokens)
        .add("cacheReadInputTokens", cacheReadInputTokens)
        .add("cacheWriteInputTokens", cacheWriteInputTokens)
        .add("reasoningTokens", reasoningTokens)
        .done();
  }

  /** The sum; a part is unknown only if it is unknown in both. */
  public Usage plus(Usage other) {
    return new Usage(
        sum(inputTokens, other.inputTokens),
        sum(outputTokens, other.outputTokens),
        sum(totalTokens, other.totalTokens),
        sum(cacheReadInputTokens, other.cacheReadInputTokens),
        sum(cacheWriteInputTokens, other.cacheWriteInputTokens),
        sum(reasoningTokens, other.reasoningTokens));
  }

  /**
   * The sum of two counts; {@link Long#MAX_VALUE} stands for all that are larger, so that adding
   * commutes and never becomes negative.
   */
  public static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : Long.valueOf(sum(a.longValue(), b.longValue()));
  }
}
