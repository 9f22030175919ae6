package io.sessionfold.benchmarks;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/**
 * Writes the same session documents in several ways. The ways take turns, bulk by bulk, each in a
 * collection of its own, so that whatever slows the machine slows all of them.
 */
final class WriteTrial {
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  /** What an update asks of the document that it changes. */
  enum Fence {
    /** Its revision and its open page, as the sink does. */
    REVISION_AND_PAGE,
    /** Its revision. */
    REVISION,
    /** Nothing, and the revision is not kept either. */
    NONE
  }

  /** A way to write. */
  record Way(String name, Fence fence, WriteConcern concern) {}

  private final MongoDatabase database;
  private final List<Way> ways;

  WriteTrial(MongoDatabase database, List<Way> ways) {
    this.database = database;
    this.ways = List.copyOf(ways);
  }

  /**
   * Writes all sessions in all ways, one bulk for the next write of every session.
   *
   * @param most updates of a session
   * @return microseconds of a write, by way
   */
  double[] round(Map<SessionKey, List<Applied>> sessions, int messagesEach, int most) {
    List<SessionWrites> writes =
        sessions.values().stream().map(c -> SessionWrites.of(c, messagesEach)).toList();
    List<MongoCollection<BsonDocument>> collections = ways.stream().map(this::empty).toList();
    List<BsonDocument> first = writes.stream().map(SessionWrites::first).toList();
    collections.forEach(collection -> collection.insertMany(first));
    int steps = Math.min(most, writes.get(0).updates().size());
    long[] nanos = new long[ways.size()];
    for (int step = 0; step < steps; step++) {
      for (int turn : turns(step)) {
        List<UpdateOneModel<BsonDocument>> bulk = bulk(writes, step, ways.get(turn));
        long begin = System.nanoTime();
        int matched = collections.get(turn).bulkWrite(bulk, UNORDERED).getMatchedCount();
        nanos[turn] += System.nanoTime() - begin;
        if (matched != bulk.size()) {
          throw new IllegalStateException(matched + " of " + bulk.size() + " writes matched");
        }
      }
    }
    collections.forEach(MongoCollection::drop);
    double[] micros = new double[ways.size()];
    for (int way = 0; way < micros.length; way++) {
      micros[way] = nanos[way] / 1e3 / steps / writes.size();
    }
    return micros;
  }

  /** Forwards and backwards by turns: no way is always the first. */
  private List<Integer> turns(int step) {
    List<Integer> order = new ArrayList<>();
    for (int way = 0; way < ways.size(); way++) {
      order.add(way);
    }
    if (step % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private MongoCollection<BsonDocument> empty(Way way) {
    MongoCollection<BsonDocument> collection =
        database
            .getCollection("trial_" + ways.indexOf(way), BsonDocument.class)
            .withWriteConcern(way.concern());
    collection.drop();
    return collection;
  }

  private static List<UpdateOneModel<BsonDocument>> bulk(
      List<SessionWrites> writes, int step, Way way) {
    return writes.stream()
        .map(session -> session.updates().get(step))
        .map(update -> model(update, way.fence()))
        .toList();
  }

  private static UpdateOneModel<BsonDocument> model(SessionWrites.Update update, Fence fence) {
    return switch (fence) {
      case REVISION_AND_PAGE -> new UpdateOneModel<>(update.fence(), update.body());
      case REVISION -> new UpdateOneModel<>(update.revisionFence(), update.body());
      case NONE -> new UpdateOneModel<>(update.unfenced(), update.bodyWithoutRevision());
    };
  }
}
