package io.sessionfold.projector.store;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.GenerationState;
import io.sessionfold.store.GenerationStatus;
import io.sessionfold.store.GenerationStatus.Lease;
import io.sessionfold.store.GenerationStatus.Load;
import io.sessionfold.store.OwnJournal;
import io.sessionfold.store.Projection;
import io.sessionfold.store.StoreNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The generations of a database and how far each is. Every change is one atomic step, made only if
 * the generation is where its author believes it to be.
 *
 * <p>All methods throw {@link io.sessionfold.sink.StoreUnavailableException} during an outage.
 */
public final class GenerationRegistry {
  /** The failure of what was cancelled. */
  public static final String GIVEN_UP = "it was cancelled";

  private static final String DOING = "keeping the state of generations";

  private final MongoCollection<BsonDocument> collection;

  /** Of one database, of a {@link MongoConnection}. */
  public GenerationRegistry(MongoDatabase database) {
    this.collection = database.getCollection(StoreNames.GENERATIONS, BsonDocument.class);
  }

  /** All of them, dropped ones too, in the order of their numbers. */
  public List<GenerationStatus> all() {
    List<BsonDocument> documents =
        MongoFailures.call(DOING, () -> collection.find().into(new ArrayList<>()));
    return documents.stream()
        .filter(document -> document.get("_id").isNumber())
        .map(GenerationStatus::read)
        .sorted(Comparator.comparing(GenerationStatus::generation))
        .toList();
  }

  /** The newest of those that were proved and never used. */
  public Optional<GenerationStatus> newestReady(ActivePointer pointer) {
    return all().stream()
        .filter(status -> status.state(pointer) == GenerationState.READY)
        .reduce((first, second) -> second);
  }

  /** Those that can be swapped back in, the one that was retired last first. */
  public List<Integer> retired(ActivePointer pointer) {
    return all().stream()
        .filter(status -> status.state(pointer) == GenerationState.RETIRED)
        .sorted(Comparator.comparing(GenerationRegistry::retiredAt).reversed())
        .map(GenerationStatus::generation)
        .toList();
  }

  /**
   * A swap that was killed has moved the pointer, and may not have said it here: it is the last.
   */
  private static Instant retiredAt(GenerationStatus status) {
    Instant since = status.since();
    return status.state() == GenerationState.RETIRED && since != null ? since : Instant.MAX;
  }

  /** One of them. */
  public Optional<GenerationStatus> find(int generation) {
    return MongoFailures.call(
        DOING,
        () ->
            Optional.ofNullable(collection.find(GenerationDocument.id(generation)).first())
                .map(GenerationStatus::read));
  }

  /**
   * Creates a generation in state {@code LOADING}, if its number is free.
   *
   * @return whether it was created; not if another process was faster
   */
  public boolean create(
      GenerationDocument madeFrom, Set<Projection> projections, Lease lease, Instant now) {
    try {
      MongoFailures.call(
          DOING,
          () -> collection.insertOne(GenerationStatus.first(madeFrom, projections, lease, now)));
      return true;
    } catch (MongoException e) {
      // A call that was cut off may have been carried out: then it is ours all the same.
      return find(madeFrom.generation()).map(found -> lease.equals(found.lease())).orElse(false);
    }
  }

  /**
   * Takes or renews the right to build a generation.
   *
   * @return whether it is held: not if somebody else holds it and has not let it run out, or if the
   *     generation is not being built
   */
  public boolean lease(int generation, Lease lease, Instant now) {
    BsonArray states = new BsonArray();
    for (GenerationState state : GenerationState.values()) {
      if (state.isBuilding()) {
        states.add(new BsonString(state.name()));
      }
    }
    BsonArray free =
        new BsonArray(
            List.of(
                new BsonDocument(GenerationStatus.LEASE, BsonNull.VALUE),
                new BsonDocument(
                    GenerationStatus.LEASE + ".holder", new BsonString(lease.holder())),
                new BsonDocument(
                    GenerationStatus.LEASE + ".until",
                    new BsonDocument("$lt", new BsonDateTime(now.toEpochMilli())))));
    BsonDocument filter =
        GenerationDocument.id(generation)
            .append(GenerationStatus.STATE, new BsonDocument("$in", states))
            .append("$or", free);
    return changed(filter, set(GenerationStatus.LEASE, lease.toBson()));
  }

  /** Gives the right back. */
  public boolean endLease(int generation, String holder) {
    return changed(
        heldBy(generation, holder),
        new BsonDocument("$unset", new BsonDocument(GenerationStatus.LEASE, new BsonString(""))));
  }

  /** Brings a generation that {@code holder} builds from one state to the next. */
  public boolean move(
      int generation, String holder, GenerationState from, GenerationState to, Instant now) {
    BsonDocument filter =
        heldBy(generation, holder).append(GenerationStatus.STATE, new BsonString(from.name()));
    return changed(filter, state(to, now));
  }

  /** Stores what the pointer says already; for people, and for when it names something else. */
  public boolean mark(int generation, GenerationState state, Instant now) {
    BsonDocument filter =
        GenerationDocument.id(generation)
            .append(
                GenerationStatus.STATE,
                new BsonDocument("$ne", new BsonString(GenerationState.DROPPED.name())));
    return changed(filter, state(state, now));
  }

  /** Gives a generation up, whoever builds it. */
  public boolean fail(int generation, String why, Instant now) {
    BsonDocument update = state(GenerationState.FAILED, now);
    update.getDocument("$set").append(GenerationStatus.FAILURE, new BsonString(why));
    update.append("$unset", new BsonDocument(GenerationStatus.LEASE, new BsonString("")));
    return changed(GenerationDocument.id(generation), update);
  }

  /** Tells how much is loaded. */
  public boolean loaded(int generation, String holder, Load load) {
    return changed(heldBy(generation, holder), set(GenerationStatus.LOAD, load.toBson()));
  }

  /** Keeps what a generation's own journal has to cover; what is kept already stays. */
  public void sequenceTo(int generation, Map<Integer, Watermark> ends) {
    boolean unused =
        changed(
            GenerationDocument.id(generation).append(OwnJournal.SEQUENCE_TO, BsonNull.VALUE),
            set(OwnJournal.SEQUENCE_TO, OwnJournal.positions(ends)));
  }

  /** Keeps what came of comparing a generation's own journal with the active one. */
  public boolean compared(int generation, String holder, OwnJournal.Comparison found) {
    return changed(heldBy(generation, holder), set(OwnJournal.COMPARISON, found.toBson()));
  }

  /**
   * Accepts the differences that a comparison has found.
   *
   * @return whether there were any
   */
  public boolean acceptDifferences(int generation) {
    BsonDocument told =
        GenerationDocument.id(generation)
            .append(OwnJournal.DIFFERENCES, new BsonDocument("$gt", new BsonInt64(0)));
    return changed(told, set(OwnJournal.ACCEPTED, BsonBoolean.TRUE));
  }

  /** Asks whoever builds it to wait, or to go on. */
  public void pause(int generation, boolean paused) {
    boolean unused =
        changed(
            GenerationDocument.id(generation),
            set(GenerationStatus.PAUSED, BsonBoolean.valueOf(paused)));
  }

  /** Asks whoever builds it to give it up; if nobody does, it is given up at once. */
  public void cancel(int generation, Lease mine) {
    boolean unused =
        changed(
            GenerationDocument.id(generation), set(GenerationStatus.CANCELLED, BsonBoolean.TRUE));
    if (lease(generation, mine, Instant.now())) {
      unused = fail(generation, GIVEN_UP, Instant.now());
    }
  }

  /**
   * Says that a generation has only these projections left; with none it is dropped. Its sinks end
   * when they ask next.
   */
  public boolean keepOnly(int generation, Set<Projection> projections, Instant now) {
    BsonDocument update =
        projections.isEmpty()
            ? state(GenerationState.DROPPED, now)
            : new BsonDocument("$set", new BsonDocument());
    update
        .getDocument("$set")
        .append(GenerationStatus.PROJECTIONS, GenerationStatus.names(projections));
    return changed(GenerationDocument.id(generation), update);
  }

  /** Takes back what {@link #keepOnly} said, before anything was deleted. */
  public boolean restore(GenerationStatus before) {
    BsonDocument set =
        new BsonDocument(
            GenerationStatus.PROJECTIONS, GenerationStatus.names(before.projections()));
    BsonDocument update = new BsonDocument("$set", set);
    GenerationState state = before.state();
    if (state == null) {
      update.append("$unset", new BsonDocument(GenerationStatus.STATE, new BsonString("")));
    } else {
      set.append(GenerationStatus.STATE, new BsonString(state.name()));
    }
    return changed(GenerationDocument.id(before.generation()), update);
  }

  private static BsonDocument heldBy(int generation, String holder) {
    return GenerationDocument.id(generation)
        .append(GenerationStatus.LEASE + ".holder", new BsonString(holder));
  }

  private static BsonDocument state(GenerationState state, Instant now) {
    return new BsonDocument(
        "$set",
        new BsonDocument(GenerationStatus.STATE, new BsonString(state.name()))
            .append(GenerationStatus.SINCE, new BsonDateTime(now.toEpochMilli())));
  }

  private static BsonDocument set(String field, BsonValue value) {
    return new BsonDocument("$set", new BsonDocument(field, value));
  }

  private boolean changed(BsonDocument filter, BsonDocument update) {
    return MongoFailures.call(DOING, () -> collection.updateOne(filter, update)).getMatchedCount()
        == 1;
  }
}
