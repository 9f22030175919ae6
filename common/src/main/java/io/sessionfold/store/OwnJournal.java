package io.sessionfold.store;

import io.sessionfold.sink.Watermark;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the journal that a generation was built with, in the generation's document:
 *
 * <pre>{@code
 * own_journal: {sequence_to: {<partition>: {messages, metadata}},
 *               comparison: {differences, in_deleted_sessions}, accepted}
 * }</pre>
 *
 * @param sequenceTo the ends of the event log when the journal was begun, as next offsets by
 *     partition: what it must cover before it is loaded
 * @param comparison what the last comparison with the active journal has found; absent before
 * @param accepted whether the operator has accepted what was found
 */
public record OwnJournal(
    Map<Integer, Watermark> sequenceTo, @Nullable Comparison comparison, boolean accepted) {
  /** The member of a generation's document. */
  public static final String FIELD = "own_journal";

  /** The path of {@code sequenceTo}. */
  public static final String SEQUENCE_TO = FIELD + ".sequence_to";

  /** The path of {@code comparison}. */
  public static final String COMPARISON = FIELD + ".comparison";

  /** The path of {@code accepted}. */
  public static final String ACCEPTED = FIELD + ".accepted";

  /** The path of the number of differences. */
  public static final String DIFFERENCES = COMPARISON + ".differences";

  /**
   * What a comparison of two journals has found.
   *
   * @param differences events that are not the same in both
   * @param inDeletedSessions those, not among the former, of sessions that both end as deleted
   */
  public record Comparison(long differences, long inDeletedSessions) {
    /** The value of the member. */
    public BsonDocument toBson() {
      return new BsonDocument("differences", new BsonInt64(differences))
          .append("in_deleted_sessions", new BsonInt64(inDeletedSessions));
    }
  }

  /** Copies the map, in order. */
  public OwnJournal {
    sequenceTo = Collections.unmodifiableMap(new TreeMap<>(sequenceTo));
  }

  /** The value of {@link #SEQUENCE_TO}. */
  public static BsonDocument positions(Map<Integer, Watermark> ends) {
    BsonDocument positions = new BsonDocument();
    new TreeMap<>(ends)
        .forEach(
            (partition, end) ->
                positions.append(
                    partition.toString(),
                    new BsonDocument("messages", new BsonInt64(end.messages()))
                        .append("metadata", new BsonInt64(end.metadata()))));
    return positions;
  }

  /** That of a generation's document, if it has one. */
  static @Nullable OwnJournal of(BsonDocument generation) {
    if (!generation.containsKey(FIELD)) {
      return null;
    }
    BsonDocument document = generation.getDocument(FIELD);
    Map<Integer, Watermark> ends = new TreeMap<>();
    document
        .getDocument("sequence_to", new BsonDocument())
        .forEach(
            (partition, end) ->
                ends.put(
                    Integer.valueOf(partition),
                    new Watermark(
                        0,
                        end.asDocument().getNumber("messages").longValue(),
                        end.asDocument().getNumber("metadata").longValue())));
    return new OwnJournal(
        ends, comparison(document), document.getBoolean("accepted", BsonBoolean.FALSE).getValue());
  }

  private static @Nullable Comparison comparison(BsonDocument document) {
    if (!document.containsKey("comparison")) {
      return null;
    }
    BsonDocument found = document.getDocument("comparison");
    return new Comparison(
        found.getNumber("differences").longValue(),
        found.getNumber("in_deleted_sessions").longValue());
  }
}
