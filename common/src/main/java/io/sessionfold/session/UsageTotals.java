package io.sessionfold.session;

import io.sessionfold.event.Metrics;
import io.sessionfold.event.Usage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session has used: sums of deltas, which commute.
 *
 * @param byAgent totals of each agent that used anything
 * @param byModel totals of each model; deltas without a model are under the empty name
 */
public record UsageTotals(Map<String, Total> byAgent, Map<String, Total> byModel) {
  /** Nothing used. */
  public static final UsageTotals NONE = new UsageTotals(Map.of(), Map.of());

  /** The name of the model that nobody named. */
  public static final String NO_MODEL = "";

  /** Copies the maps, by name. */
  public UsageTotals {
    byAgent = Collections.unmodifiableMap(new TreeMap<>(byAgent));
    byModel = Collections.unmodifiableMap(new TreeMap<>(byModel));
  }

  /** Sums; parts that no delta had are 0. */
  public record Total(
      long inputTokens,
      long outputTokens,
      long totalTokens,
      long cacheReadInputTokens,
      long cacheWriteInputTokens,
      long reasoningTokens,
      long latencyMs,
      long timeToFirstByteMs) {
    /** Nothing. */
    public static final Total ZERO = new Total(0, 0, 0, 0, 0, 0, 0, 0);

    /** One delta. */
    public static Total of(@Nullable Usage u, @Nullable Metrics m) {
      return new Total(
          u == null ? 0 : u.inputTokens(),
          u == null ? 0 : u.outputTokens(),
          u == null ? 0 : u.totalTokens(),
          u == null ? 0 : orZero(u.cacheReadInputTokens()),
          u == null ? 0 : orZero(u.cacheWriteInputTokens()),
          u == null ? 0 : orZero(u.reasoningTokens()),
          m == null ? 0 : m.latencyMs(),
          m == null ? 0 : orZero(m.timeToFirstByteMs()));
    }

    /** The sum. */
    public Total plus(Total o) {
      return new Total(
          Usage.sum(inputTokens, o.inputTokens),
          Usage.sum(outputTokens, o.outputTokens),
          Usage.sum(totalTokens, o.totalTokens),
          Usage.sum(cacheReadInputTokens, o.cacheReadInputTokens),
          Usage.sum(cacheWriteInputTokens, o.cacheWriteInputTokens),
          Usage.sum(reasoningTokens, o.reasoningTokens),
          Usage.sum(latencyMs, o.latencyMs),
          Usage.sum(timeToFirstByteMs, o.timeToFirstByteMs));
    }

    private static long orZero(@Nullable Long value) {
      return value == null ? 0 : value;
    }
  }

  /** With one delta more; unchanged if it has neither usage nor metrics. */
  public UsageTotals plus(
      String agent, @Nullable String model, @Nullable Usage usage, @Nullable Metrics metrics) {
    if (usage == null && metrics == null) {
      return this;
    }
    Total delta = Total.of(usage, metrics);
    return new UsageTotals(
        plus(byAgent, agent, delta), plus(byModel, model == null ? NO_MODEL : model, delta));
  }

  /** The sum over all agents. */
  public Total total() {
    return byAgent.values().stream().reduce(Total.ZERO, Total::plus);
  }

  private static Map<String, Total> plus(Map<String, Total> totals, String name, Total delta) {
    Map<String, Total> sum = new TreeMap<>(totals);
    sum.merge(name, delta, Total::plus);
    return sum;
  }
}
