package io.sessionfold.query;

import com.mongodb.client.MongoCollection;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.store.WatermarkDocument;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** How far the documents of a generation have got. */
final class Watermarks {
  /** The sink that writes what is read here. */
  static final String SINK = "mongo";

  private final MongoStore store;
  private final MongoCollection<BsonDocument> collection;

  Watermarks(MongoStore store) {
    this.store = store;
    this.collection = store.collection(StoreNames.WATERMARKS);
  }

  /** The watermarks of these partitions; {@link Watermark#NONE} where there is none. */
  Map<Integer, Watermark> read(int generation, Set<Integer> partitions) {
    Map<Integer, Watermark> found = new HashMap<>();
    BsonArray ids = new BsonArray();
    for (int partition : partitions) {
      found.put(partition, Watermark.NONE);
      ids.add(WatermarkDocument.id(generation, SINK, partition));
    }
    BsonDocument filter = new BsonDocument("_id", new BsonDocument("$in", ids));
    store.call(
        "reading watermarks",
        () -> {
          for (BsonDocument document : collection.find(filter)) {
            WatermarkDocument stored = WatermarkDocument.read(document);
            found.put(stored.partition(), stored.watermark());
          }
          return found;
        });
    return found;
  }
}
