package io.sessionfold.store;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A stop of sinks at one place of the journal. A sink asks for it after each poll. So what was
 * polled without seeing the hold was in the journal before the hold was stored, and lies before the
 * vector, which is taken from the journal's ends after that: no sink ever writes past it, and a
 * sink whose watermark has reached the vector stands exactly there.
 *
 * @param id of whoever stopped them
 * @param until when it may be ended by anyone, if its owner does not renew it
 * @param generations those that are held, by projection
 * @param vector the journal position to go on to, by partition; absent until it is known: then
 *     nothing more is written
 */
public record Hold(
    String id,
    Instant until,
    Map<Projection, Integer> generations,
    @Nullable Map<Integer, Long> vector) {
  /** The member of a document that has a hold. */
  public static final String FIELD = "hold";

  private static final String ID = "id";
  private static final String UNTIL = "until";
  private static final String VECTOR = "vector";

  /** Copies the maps, in order. */
  public Hold {
    Map<Projection, Integer> held = new EnumMap<>(Projection.class);
    held.putAll(generations);
    generations = Collections.unmodifiableMap(held);
    vector = vector == null ? null : Collections.unmodifiableMap(new TreeMap<>(vector));
  }

  /** One without a vector yet. */
  public Hold(String id, Instant until, Map<Projection, Integer> generations) {
    this(id, until, generations, null);
  }

  /** Whether it stops the sink of that projection and generation. */
  public boolean stops(Projection projection, int generation) {
    return Integer.valueOf(generation).equals(generations.get(projection));
  }

  /** The next position that may not be written, of a partition; 0 while the vector is not known. */
  public long limit(int partition) {
    return vector == null ? 0 : vector.getOrDefault(partition, 0L);
  }

  /** The filter by which only a document with this owner's hold is changed. */
  public BsonDocument owned(BsonDocument filter) {
    return filter.clone().append(FIELD + "." + ID, new BsonString(id));
  }

  /** The same, and only if the hold was not renewed since. */
  public BsonDocument unrenewed(BsonDocument filter) {
    return owned(filter).append(FIELD + "." + UNTIL, new BsonDateTime(until.toEpochMilli()));
  }

  /** The value of {@link #FIELD}. */
  public BsonDocument toBson() {
    BsonDocument document =
        new BsonDocument(ID, new BsonString(id))
            .append(UNTIL, new BsonDateTime(until.toEpochMilli()));
    generations.forEach((p, generation) -> document.put(p.wireName(), new BsonInt32(generation)));
    if (vector != null) {
      BsonDocument positions = new BsonDocument();
      vector.forEach((p, position) -> positions.put(p.toString(), new BsonInt64(position)));
      document.put(VECTOR, positions);
    }
    return document;
  }

  /** The hold of a stored document, if it has one. */
  public static @Nullable Hold of(@Nullable BsonDocument document) {
    if (document == null || !document.containsKey(FIELD)) {
      return null;
    }
    BsonDocument hold = document.getDocument(FIELD);
    Map<Projection, Integer> generations = new EnumMap<>(Projection.class);
    for (Projection projection : Projection.values()) {
      if (hold.containsKey(projection.wireName())) {
        generations.put(projection, hold.getNumber(projection.wireName()).intValue());
      }
    }
    return new Hold(
        hold.getString(ID).getValue(),
        Instant.ofEpochMilli(hold.getDateTime(UNTIL).getValue()),
        generations,
        hold.containsKey(VECTOR) ? positions(hold.getDocument(VECTOR)) : null);
  }

  private static Map<Integer, Long> positions(BsonDocument vector) {
    Map<Integer, Long> positions = new TreeMap<>();
    vector.forEach(
        (p, position) -> positions.put(Integer.valueOf(p), position.asNumber().longValue()));
    return positions;
  }
}
