package io.sessionfold.query;

import io.sessionfold.journal.Position;
import io.sessionfold.store.RejectionDocument;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** The rejected records of a generation's journal. */
final class Rejections {
  private final MongoStore store;

  Rejections(MongoStore store) {
    this.store = store;
  }

  /** Those of the records that a position names that were rejected. */
  List<RejectionDocument> at(int generation, Position position) {
    BsonArray ids = new BsonArray();
    for (LogRecord record : LogRecord.of(position)) {
      ids.add(
          RejectionDocument.id(record.topic().topicName(), record.partition(), record.offset()));
    }
    BsonDocument filter = new BsonDocument("_id", new BsonDocument("$in", ids));
    List<BsonDocument> found =
        store.call(
            "reading rejections",
            () ->
                store
                    .collection(StoreNames.rejections(generation))
                    .find(filter)
                    .into(new ArrayList<>()));
    return found.stream().map(RejectionDocument::read).toList();
  }
}
