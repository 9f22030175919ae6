package io.sessionfold.projector.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.StoreNames;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Marks in the collection {@link StoreNames#QUARANTINE}. */
public final class MongoQuarantine implements Quarantine {
  private final MongoCollection<BsonDocument> collection;

  /** Of one database, of a {@link MongoConnection}. */
  public MongoQuarantine(MongoDatabase database) {
    this.collection = database.getCollection(StoreNames.QUARANTINE, BsonDocument.class);
  }

  @Override
  public void mark(Collection<QuarantineMark> marks) {
    MongoUpserts upserts = new MongoUpserts();
    marks.forEach(mark -> upserts.add(mark.id(), mark.mark()));
    upserts.run("marking quarantined sessions", collection);
  }

  @Override
  public List<QuarantineMark> all() {
    return read("reading the quarantined sessions", new BsonDocument());
  }

  @Override
  public boolean request(QuarantineMark mark, Instant at) {
    return MongoFailures.call(
                "asking for a release from quarantine",
                () -> collection.updateOne(Filters.eq(mark.id()), QuarantineMark.request(at)))
            .getMatchedCount()
        > 0;
  }

  @Override
  public List<QuarantineMark> requested(int generation, String sink) {
    return read(
        "reading what is to be released from quarantine",
        QuarantineMark.requested(generation, sink));
  }

  @Override
  public void fail(QuarantineMark failed) {
    MongoFailures.call(
        "saying that a release has failed",
        () -> collection.updateOne(Filters.eq(failed.id()), failed.failure()));
  }

  @Override
  public void remove(QuarantineMark released) {
    MongoFailures.call(
        "taking a session out of quarantine",
        () -> collection.deleteOne(Filters.eq(released.id())));
  }

  @Override
  public List<QuarantineMark> read(int generation, String sink, Set<Integer> partitions) {
    return read(
        "reading the quarantined sessions",
        Filters.and(
            Filters.eq("_id.generation", generation),
            Filters.eq("_id.sink", sink),
            Filters.in("partition", partitions)));
  }

  private List<QuarantineMark> read(String doing, Bson filter) {
    return MongoUpserts.readAll(doing, collection, filter).stream()
        .map(QuarantineMark::read)
        .toList();
  }
}
