package io.sessionfold.projector.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.store.WatermarkDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;

/** Watermarks in the collection {@link StoreNames#WATERMARKS}. */
public final class MongoWatermarks implements Watermarks {
  private final MongoCollection<BsonDocument> collection;

  /** Of one database, of a {@link MongoConnection}. */
  public MongoWatermarks(MongoDatabase database) {
    this.collection = database.getCollection(StoreNames.WATERMARKS, BsonDocument.class);
  }

  @Override
  public void raise(int generation, String sink, Map<Integer, Watermark> watermarks) {
    MongoUpserts upserts = new MongoUpserts();
    watermarks.forEach(
        (partition, watermark) -> {
          WatermarkDocument document =
              new WatermarkDocument(generation, sink, partition, watermark);
          upserts.add(document.id(), document.raise());
        });
    upserts.run("raising watermarks", collection);
  }

  @Override
  public Map<Integer, Watermark> read(int generation, String sink, Set<Integer> partitions) {
    Map<Integer, Watermark> found = new TreeMap<>();
    partitions.forEach(partition -> found.put(partition, Watermark.NONE));
    List<BsonDocument> ids =
        partitions.stream().map(p -> WatermarkDocument.id(generation, sink, p)).toList();
    for (BsonDocument document :
        MongoUpserts.readAll("reading watermarks", collection, MongoUpserts.anyOf(ids))) {
      WatermarkDocument stored = WatermarkDocument.read(document);
      found.put(stored.partition(), stored.watermark());
    }
    return found;
  }
}
