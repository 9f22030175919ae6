package io.sessionfold.query;

import com.mongodb.client.MongoCollection;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * What is active, by the pointer document. A reading is good for a short while: a generation that
 * was swapped out keeps following for much longer than that, so that a read of it is still right.
 */
final class ActiveGeneration {
  private static final Duration GOOD_FOR = Duration.ofMillis(250);
  private static final BsonDocument POINTER =
      new BsonDocument("_id", new BsonString(ActivePointer.ID));

  private record Reading(ActivePointer pointer, Deadline until) {}

  private final MongoStore store;
  private final MongoCollection<BsonDocument> collection;
  private volatile @Nullable Reading last;

  ActiveGeneration(MongoStore store) {
    this.store = store;
    this.collection = store.collection(StoreNames.GENERATIONS);
  }

  /** The pointer; a database that no sink has been at yet has the first one. */
  ActivePointer pointer() {
    Reading reading = last;
    return reading != null && !reading.until.passed() ? reading.pointer : read();
  }

  /** The pointer as it is at this moment. */
  ActivePointer read() {
    BsonDocument document =
        store.call(
            "reading the pointer to the active generation", () -> collection.find(POINTER).first());
    ActivePointer pointer = document == null ? ActivePointer.FIRST : ActivePointer.read(document);
    last = new Reading(pointer, Deadline.in(GOOD_FOR));
    return pointer;
  }
}
