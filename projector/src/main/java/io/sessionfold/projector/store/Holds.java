package io.sessionfold.projector.store;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.result.UpdateResult;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Stops of sinks, {@link Hold}. One stands in the document of what it is for: in the pointer, where
 * it is gone by the same write that moves the pointer or the move fails; or in a generation that is
 * being proved.
 *
 * <p>All methods throw {@link io.sessionfold.sink.StoreUnavailableException} during an outage.
 */
public final class Holds {
  private static final BsonDocument POINTER =
      new BsonDocument("_id", new BsonString(ActivePointer.ID));

  private final MongoCollection<BsonDocument> collection;

  /** Of one database, of a {@link MongoConnection}. */
  public Holds(MongoDatabase database) {
    this.collection = database.getCollection(StoreNames.GENERATIONS, BsonDocument.class);
  }

  /**
   * The holds that a sink must obey at this moment. One whose time has passed is ended first, by a
   * write that fails if its owner has renewed it or has gone on.
   *
   * @throws GenerationDroppedException if the generation is not to be written any more
   */
  public List<Hold> on(Projection projection, int generation, Instant now) {
    List<Hold> holds = new ArrayList<>();
    for (BsonDocument document : documents(generation)) {
      refuseDropped(document, projection, generation);
      Hold hold = Hold.of(document);
      if (hold != null
          && hold.stops(projection, generation)
          && !(hold.until().isBefore(now) && expire(document, hold))) {
        holds.add(hold);
      }
    }
    return holds;
  }

  private List<BsonDocument> documents(int generation) {
    BsonArray ids =
        new BsonArray(List.of(POINTER.get("_id"), GenerationDocument.id(generation).get("_id")));
    return MongoFailures.call(
        "asking whether the sinks are held",
        () ->
            collection
                .find(new BsonDocument("_id", new BsonDocument("$in", ids)))
                .into(new ArrayList<>()));
  }

  private static void refuseDropped(BsonDocument document, Projection projection, int generation) {
    if (document.get("_id").isNumber()
        && !GenerationStatus.read(document).projections().contains(projection)) {
      throw new GenerationDroppedException(projection, generation);
    }
  }

  /**
   * Puts a hold into the pointer, in the place of one whose time has passed; {@code false} if there
   * is another. One that stops no sink is ended by nobody else when its owner was killed.
   */
  public boolean holdActive(Hold hold) {
    Hold other = ofActive();
    if (other != null && other.until().isBefore(Instant.now())) {
      boolean unused = unset(other.unrenewed(POINTER));
    }
    return place(POINTER, hold);
  }

  /** Puts a hold into a generation's document; {@code false} if there is one. */
  public boolean holdGeneration(int generation, Hold hold) {
    return place(GenerationDocument.id(generation), hold);
  }

  private boolean place(BsonDocument id, Hold hold) {
    return changed(
        id.clone().append(Hold.FIELD, BsonNull.VALUE),
        new BsonDocument("$set", new BsonDocument(Hold.FIELD, hold.toBson())));
  }

  /** The hold in the pointer. */
  public @Nullable Hold ofActive() {
    return read(POINTER);
  }

  /** The hold in a generation's document. */
  public @Nullable Hold ofGeneration(int generation) {
    return read(GenerationDocument.id(generation));
  }

  private @Nullable Hold read(BsonDocument id) {
    return MongoFailures.call("reading a hold", () -> Hold.of(collection.find(id).first()));
  }

  /** Puts a renewed hold, or one with its vector, in the place of an old one; by its owner. */
  public boolean renewActive(Hold old, Hold renewed) {
    return renew(POINTER, old, renewed);
  }

  /** As {@link #renewActive}, in a generation's document. */
  public boolean renewGeneration(int generation, Hold old, Hold renewed) {
    return renew(GenerationDocument.id(generation), old, renewed);
  }

  private boolean renew(BsonDocument id, Hold old, Hold renewed) {
    return changed(
        old.unrenewed(id),
        new BsonDocument("$set", new BsonDocument(Hold.FIELD, renewed.toBson())));
  }

  /** Ends a hold; whoever it stopped goes on. */
  public boolean endActive(Hold hold) {
    return end(POINTER, hold);
  }

  /** As {@link #endActive}, in a generation's document. */
  public boolean endGeneration(int generation, Hold hold) {
    return end(GenerationDocument.id(generation), hold);
  }

  private boolean expire(BsonDocument document, Hold hold) {
    return unset(hold.unrenewed(new BsonDocument("_id", document.get("_id"))));
  }

  private boolean end(BsonDocument id, Hold hold) {
    return unset(hold.owned(id));
  }

  private boolean unset(BsonDocument filter) {
    return changed(
        filter, new BsonDocument("$unset", new BsonDocument(Hold.FIELD, new BsonString(""))));
  }

  /**
   * Moves the pointer from {@code before} to {@code after} under a hold that is still in force, and
   * keeps the hold.
   *
   * @return whether it was moved; not if the hold was ended or the pointer moved by someone else
   */
  public boolean move(ActivePointer before, ActivePointer after, Hold hold) {
    BsonDocument filter = hold.unrenewed(POINTER);
    BsonDocument set = new BsonDocument();
    for (Projection projection : Projection.values()) {
      filter.append(projection.wireName(), new BsonInt32(before.generation(projection)));
      set.append(projection.wireName(), new BsonInt32(after.generation(projection)));
    }
    set.append("journal", new BsonInt32(after.journal()));
    return changed(filter, new BsonDocument("$set", set));
  }

  private boolean changed(BsonDocument filter, BsonDocument update) {
    try {
      UpdateResult result =
          MongoFailures.call("holding sinks", () -> collection.updateOne(filter, update));
      return result.getMatchedCount() == 1;
    } catch (MongoException e) {
      throw MongoFailures.unavailable("holding sinks", e);
    }
  }
}
