package io.sessionfold.projector.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.sessionfold.bson.FieldNames;
import io.sessionfold.projector.store.MongoFailures;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/** The indexes by which sessions are looked up. */
final class SessionIndexes {
  private static final List<String> FIELDS =
      List.of("created_at", "updated_at", "sessionfold.user", "application_name");

  private SessionIndexes() {}

  /** Creates those that are not there. */
  static void ensure(MongoCollection<BsonDocument> sessions, List<String> metadataKeys) {
    List<IndexModel> indexes = new ArrayList<>();
    FIELDS.forEach(field -> indexes.add(new IndexModel(Indexes.ascending(field))));
    metadataKeys.forEach(
        key ->
            indexes.add(new IndexModel(Indexes.ascending("metadata." + FieldNames.encode(key)))));
    MongoFailures.call("creating indexes", () -> sessions.createIndexes(indexes));
  }
}
