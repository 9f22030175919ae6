package io.sessionfold.document;

import static io.sessionfold.document.Fields.USAGE;

import io.sessionfold.bson.FieldNames;
import io.sessionfold.event.Metrics;
import io.sessionfold.event.Usage;
import io.sessionfold.session.UsageTotals;
import io.sessionfold.session.UsageTotals.Total;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;

/** Usage and metrics of a message, and the totals of a session. */
final class UsageDocument {
  private static final String METRICS = "metrics";
  private static final String INPUT = "inputTokens";
  private static final String OUTPUT = "outputTokens";
  private static final String TOTAL = "totalTokens";
  private static final String CACHE_READ = "cacheReadInputTokens";
  private static final String CACHE_WRITE = "cacheWriteInputTokens";
  private static final String REASONING = "reasoningTokens";
  private static final String LATENCY = "latencyMs";
  private static final String FIRST_BYTE = "timeToFirstByteMs";

  private UsageDocument() {}

  static void put(BsonDocument facts, @Nullable Usage usage, @Nullable Metrics metrics) {
    if (usage != null) {
      BsonDocument doc = new BsonDocument();
      Fields.put(doc, INPUT, Long.valueOf(usage.inputTokens()));
      Fields.put(doc, OUTPUT, Long.valueOf(usage.outputTokens()));
      Fields.put(doc, TOTAL, Long.valueOf(usage.totalTokens()));
      Fields.put(doc, CACHE_READ, usage.cacheReadInputTokens());
      Fields.put(doc, CACHE_WRITE, usage.cacheWriteInputTokens());
      Fields.put(doc, REASONING, usage.reasoningTokens());
      facts.put(USAGE, doc);
    }
    if (metrics != null) {
      BsonDocument doc = new BsonDocument(LATENCY, new BsonInt64(metrics.latencyMs()));
      Fields.put(doc, FIRST_BYTE, metrics.timeToFirstByteMs());
      facts.put(METRICS, doc);
    }
  }

  static @Nullable Usage usage(BsonDocument facts) {
    if (!facts.containsKey(USAGE)) {
      return null;
    }
    BsonDocument doc = facts.getDocument(USAGE);
    return new Usage(
        Fields.integerOrZero(doc, INPUT),
        Fields.integerOrZero(doc, OUTPUT),
        Fields.integerOrZero(doc, TOTAL),
        Fields.integer(doc, CACHE_READ),
        Fields.integer(doc, CACHE_WRITE),
        Fields.integer(doc, REASONING));
  }

  static @Nullable Metrics metrics(BsonDocument facts) {
    if (!facts.containsKey(METRICS)) {
      return null;
    }
    BsonDocument doc = facts.getDocument(METRICS);
    return new Metrics(Fields.integerOrZero(doc, LATENCY), Fields.integer(doc, FIRST_BYTE));
  }

  static BsonDocument write(UsageTotals totals) {
    return new BsonDocument(Fields.AGENTS, write(totals.byAgent()))
        .append(Fields.MODELS, write(totals.byModel()));
  }

  private static BsonDocument write(Map<String, Total> totals) {
    BsonDocument doc = new BsonDocument();
    totals.forEach(
        (name, total) -> {
          BsonDocument parts = new BsonDocument();
          parts(total).forEach((part, value) -> parts.put(part, new BsonInt64(value)));
          doc.put(FieldNames.encode(name), parts);
        });
    return doc;
  }

  /**
   * The parts of a total that are not 0, by name. The total of tokens is always there, since a
   * total of zeros is not the same as none.
   */
  static Map<String, Long> parts(Total total) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put(INPUT, total.inputTokens());
    parts.put(OUTPUT, total.outputTokens());
    parts.put(CACHE_READ, total.cacheReadInputTokens());
    parts.put(CACHE_WRITE, total.cacheWriteInputTokens());
    parts.put(REASONING, total.reasoningTokens());
    parts.put(LATENCY, total.latencyMs());
    parts.put(FIRST_BYTE, total.timeToFirstByteMs());
    parts.values().removeIf(value -> value == 0);
    parts.put(TOTAL, total.totalTokens());
    return parts;
  }

  static UsageTotals read(BsonDocument usage) {
    return new UsageTotals(
        totals(Fields.doc(usage, Fields.AGENTS)), totals(Fields.doc(usage, Fields.MODELS)));
  }

  private static Map<String, Total> totals(BsonDocument doc) {
    Map<String, Total> totals = new HashMap<>();
    doc.forEach((field, value) -> totals.put(FieldNames.decode(field), total(value.asDocument())));
    return totals;
  }

  private static Total total(BsonDocument doc) {
    return new Total(
        Fields.integerOrZero(doc, INPUT),
        Fields.integerOrZero(doc, OUTPUT),
        Fields.integerOrZero(doc, TOTAL),
        Fields.integerOrZero(doc, CACHE_READ),
        Fields.integerOrZero(doc, CACHE_WRITE),
        Fields.integerOrZero(doc, REASONING),
        Fields.integerOrZero(doc, LATENCY),
        Fields.integerOrZero(doc, FIRST_BYTE));
  }
}
