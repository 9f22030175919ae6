package io.sessionfold.projector.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.sessionfold.projector.store.MongoFailure;
import io.sessionfold.projector.store.MongoFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bson.BsonDocument;

/**
 * Runs fenced operations on different documents as unordered bulks, over a few connections at once.
 * An outage is thrown; any other failure is told for the operation that it belongs to.
 */
final class BulkRunner implements AutoCloseable {
  /**
   * What became of a bulk.
   *
   * @param matched how many documents were found by their filters
   * @param failures by the position of the operation; the others were run
   */
  record Outcome(int matched, Map<Integer, WriteFailure> failures) {
    static final Outcome NOTHING = new Outcome(0, Map.of());

    /** The operations whose document was there already, in order. */
    List<Integer> duplicates() {
      return failures.entrySet().stream()
          .filter(entry -> entry.getValue().kind() == MongoFailure.DUPLICATE_KEY)
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }

    private boolean allFailedWith(WriteFailure failure, int operations) {
      return failures.size() == operations && Set.of(failure).containsAll(failures.values());
    }

    /** The outcome of this bulk with {@code next}, whose operations come after {@code offset}. */
    Outcome and(Outcome next, int offset) {
      Map<Integer, WriteFailure> all = new HashMap<>(failures);
      next.failures.forEach((position, failure) -> all.put(offset + position, failure));
      return new Outcome(matched + next.matched, all);
    }
  }

  /** Fewer operations than this are not worth a second round trip. */
  private static final int SMALLEST_SHARE = 50;

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  private final int connections;
  private final ExecutorService executor;

  BulkRunner(int connections) {
    this.connections = connections;
    this.executor =
        Executors.newFixedThreadPool(
            connections,
            task -> {
              Thread thread = new Thread(task, "sessionfold-mongo-sink");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the operations; when it returns, each is acknowledged or has a failure. */
  Outcome run(
      String doing,
      MongoCollection<BsonDocument> collection,
      List<? extends WriteModel<BsonDocument>> operations) {
    int share = Math.max(SMALLEST_SHARE, (operations.size() + connections - 1) / connections);
    if (operations.size() <= share) {
      return bulk(doing, collection, operations);
    }
    List<CompletableFuture<Outcome>> shares = new ArrayList<>();
    for (int from = 0; from < operations.size(); from += share) {
      var part = operations.subList(from, Math.min(from + share, operations.size()));
      shares.add(CompletableFuture.supplyAsync(() -> bulk(doing, collection, part), executor));
    }
    return joined(shares, share);
  }

  /** Waits for all, so that nothing is still being written when a failure is thrown. */
  private static Outcome joined(List<CompletableFuture<Outcome>> shares, int share) {
    CompletableFuture.allOf(shares.toArray(CompletableFuture[]::new))
        .exceptionally(e -> null)
        .join();
    Outcome all = Outcome.NOTHING;
    int offset = 0;
    for (CompletableFuture<Outcome> part : shares) {
      try {
        all = all.and(part.join(), offset);
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      }
      offset += share;
    }
    return all;
  }

  private static Outcome bulk(
      String doing,
      MongoCollection<BsonDocument> collection,
      List<? extends WriteModel<BsonDocument>> operations) {
    if (operations.isEmpty()) {
      return Outcome.NOTHING;
    }
    try {
      return new Outcome(collection.bulkWrite(operations, UNORDERED).getMatchedCount(), Map.of());
    } catch (MongoBulkWriteException e) {
      return partly(doing, e);
    } catch (RuntimeException e) {
      WriteFailure failure = WriteFailure.of(e);
      if (failure.kind() == MongoFailure.UNAVAILABLE) {
        throw MongoFailures.unavailable(doing, e);
      }
      if (operations.size() == 1) {
        return new Outcome(0, Map.of(0, failure));
      }
      Outcome each = oneByOne(doing, collection, operations);
      if (failure.isRefusalOfServer() && each.allFailedWith(failure, operations.size())) {
        // Not one of them is guilty: it is the command that the server does not take from us.
        throw MongoFailures.unavailable(doing, e);
      }
      return each;
    }
  }

  private static Outcome partly(String doing, MongoBulkWriteException e) {
    if (MongoFailures.of(e) == MongoFailure.UNAVAILABLE) {
      throw MongoFailures.unavailable(doing, e);
    }
    Map<Integer, WriteFailure> failures = new HashMap<>();
    e.getWriteErrors().forEach(error -> failures.put(error.getIndex(), WriteFailure.of(error)));
    return new Outcome(e.getWriteResult().getMatchedCount(), failures);
  }

  /** The bulk failed as a whole: this finds the operation that it failed for. */
  private static Outcome oneByOne(
      String doing,
      MongoCollection<BsonDocument> collection,
      List<? extends WriteModel<BsonDocument>> operations) {
    Outcome all = Outcome.NOTHING;
    for (int i = 0; i < operations.size(); i++) {
      all = all.and(bulk(doing, collection, operations.subList(i, i + 1)), i);
    }
    return all;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
