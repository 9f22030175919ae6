package io.sessionfold.query;

import com.mongodb.client.MongoCollection;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * What is active, by the pointer document. A reading is good for a short while: a swap keeps the
 * generation that it leaves where it is for longer than that.
 */
final class ActiveGeneration {
  private static final BsonDocument POINTER =
      new BsonDocument("_id", new BsonString(ActivePointer.ID));

  /**
   * A reading of the pointer.
   *
   * @param asked when it was asked for, of {@link System#nanoTime}
   */
  record Reading(ActivePointer pointer, long asked) {
    /** Whether a read that ends now may still be answered from what the pointer named. */
    boolean isGoodFor(Duration time) {
      return System.nanoTime() - asked <= time.toNanos();
    }
  }

  private final MongoStore store;
  private final MongoCollection<BsonDocument> collection;
  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

  ActiveGeneration(MongoStore store) {
    this.store = store;
    this.collection = store.collection(StoreNames.GENERATIONS);
  }

  /** The pointer, as it was a short while ago at most. */
  Reading reading() {
    Reading reading = last.get();
    return reading != null && reading.isGoodFor(ActivePointer.GOOD_FOR) ? reading : ask();
  }

  /**
   * Reads, and reads again from the next generation if this one was replaced in the middle: what
   * was read may then be of a later time than what the next one has, or of documents that were
   * dropped.
   */
  <T> T read(Reading settled, Function<ActivePointer, T> what) {
    Reading reading = settled;
    while (true) {
      ActivePointer pointer = reading.pointer();
      try {
        T answer = what.apply(pointer);
        if (reading.isGoodFor(ActivePointer.LINGERS)) {
          return answer;
        }
        reading = ask();
        if (reading.pointer().equals(pointer)) {
          return answer;
        }
      } catch (SessionDamagedException e) {
        reading = ask();
        if (reading.pointer().equals(pointer)) {
          throw e;
        }
      }
    }
  }

  /** The pointer as it is at this moment. */
  Reading ask() {
    long asked = System.nanoTime();
    BsonDocument document =
        store.call(
            "reading the pointer to the active generation", () -> collection.find(POINTER).first());
    Reading reading =
        new Reading(document == null ? ActivePointer.FIRST : ActivePointer.read(document), asked);
    // An answer that was overtaken by a later one may be older than it.
    last.accumulateAndGet(
        reading, (known, found) -> known == null || known.asked() <= asked ? found : known);
    return reading;
  }
}
