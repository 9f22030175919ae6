package io.sessionfold.projector.store;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.StoreNames;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The pointer to what is active, and what each generation is made from. Every method is one atomic
 * step, so that any number of processes may start at once and agree.
 *
 * <p>All methods throw {@link io.sessionfold.sink.StoreUnavailableException} during an outage.
 */
public final class Generations {
  private static final BsonDocument ACTIVE =
      new BsonDocument("_id", new BsonString(ActivePointer.ID));

  private final MongoCollection<BsonDocument> collection;

  /** Of one database, of a {@link MongoConnection}. */
  public Generations(MongoDatabase database) {
    this.collection = database.getCollection(StoreNames.GENERATIONS, BsonDocument.class);
  }

  /** The pointer, if there is one. */
  public Optional<ActivePointer> read() {
    return MongoFailures.call(
        "reading the pointer to the active generation",
        () -> Optional.ofNullable(collection.find(ACTIVE).first()).map(ActivePointer::read));
  }

  /** The pointer; a new database gets {@link ActivePointer#FIRST}. */
  public ActivePointer readOrCreate() {
    Optional<ActivePointer> pointer = read();
    if (pointer.isPresent()) {
      return pointer.get();
    }
    insert("creating the pointer to the active generation", ActivePointer.FIRST.toBson());
    return read().orElseThrow();
  }

  /**
   * Makes sure that a generation is made from one journal by one version of the folds: the first
   * sink that opens it records both, every other must bring the same.
   *
   * @param topicId the id of the journal's topic, as Kafka gives it
   * @throws StoreRefusedException if it is made from another journal
   * @throws OtherFoldException if it is made by another version
   */
  public void open(int generation, int journal, String topicId) {
    open(new GenerationDocument(generation, journal, SessionDocument.FOLD, topicId));
  }

  void open(GenerationDocument ours) {
    String doing = "reading what generation " + ours.generation() + " is made from";
    insert(doing, ours.toBson());
    String topicId = Objects.requireNonNull(ours.topicId());
    MongoFailures.call(
        doing,
        () ->
            collection.updateOne(
                GenerationDocument.withoutTopic(ours.generation()),
                GenerationDocument.topic(topicId)));
    BsonDocument id = GenerationDocument.id(ours.generation());
    BsonDocument stored = MongoFailures.call(doing, () -> collection.find(id).first());
    GenerationDocument found = GenerationDocument.read(Objects.requireNonNull(stored, doing));
    if (found.journal() == ours.journal() && !topicId.equals(found.topicId())) {
      throw new StoreRefusedException(
          "generation "
              + ours.generation()
              + " is made from a topic "
              + StoreNames.journal(ours.journal())
              + " of the id "
              + found.topicId()
              + ", and the topic has the id "
              + topicId
              + ": it was deleted and created again, or these are other brokers; restore the topic,"
              + " use the brokers or the database that belong together, or rebuild into a new"
              + " generation");
    }
    if (found.journal() != ours.journal()) {
      throw new StoreRefusedException(
          "generation "
              + ours.generation()
              + " is made from journal "
              + found.journal()
              + ", this sink makes it from journal "
              + ours.journal()
              + ": rebuild into a new generation");
    }
    if (found.fold() != ours.fold()) {
      throw new OtherFoldException(
          "generation "
              + ours.generation()
              + " is made by fold version "
              + found.fold()
              + ", this release has version "
              + ours.fold()
              + ": let the release that made it run on until a generation of this one is built and"
              + " swapped in (sessionfold rebuild, sessionfold swap)");
    }
  }

  private void insert(String doing, BsonDocument document) {
    try {
      MongoFailures.call(doing, () -> collection.insertOne(document));
    } catch (MongoException e) {
      // It is there already, and what another process wrote is as good.
      if (MongoFailures.of(e) != MongoFailure.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  /**
   * Makes sure that all sinks of files share one root: the first one names it, every other must
   * bring the same.
   *
   * @param rootId the id that is kept in the root
   * @throws StoreRefusedException if the pointer names another root
   */
  public ActivePointer claimRoot(String rootId) {
    readOrCreate();
    BsonDocument unclaimed = ACTIVE.clone().append(ActivePointer.ROOT_ID, BsonNull.VALUE);
    BsonDocument claim =
        new BsonDocument("$set", new BsonDocument(ActivePointer.ROOT_ID, new BsonString(rootId)));
    MongoFailures.call(
        "naming the root of the files", () -> collection.updateOne(unclaimed, claim));
    ActivePointer pointer = read().orElseThrow();
    refuseOther(pointer.rootId(), rootId);
    return pointer;
  }

  private void refuseOther(@Nullable String known, String rootId) {
    if (!rootId.equals(known)) {
      throw new StoreRefusedException(
          "the files' root has the id "
              + rootId
              + ", and database "
              + collection.getNamespace().getDatabaseName()
              + " belongs to the root "
              + known
              + ": give this sink the same directory as the others (a file system that they"
              + " share), or another database");
    }
  }
}
