package io.sessionfold.projector.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.StoreNames;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

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
  public List<QuarantineMark> read(int generation, String sink, Set<Integer> partitions) {
    return MongoUpserts.readAll(
            "reading the quarantined sessions",
            collection,
            Filters.and(
                Filters.eq("_id.generation", generation),
                Filters.eq("_id.sink", sink),
                Filters.in("partition", partitions)))
        .stream()
        .map(QuarantineMark::read)
        .toList();
  }
}
