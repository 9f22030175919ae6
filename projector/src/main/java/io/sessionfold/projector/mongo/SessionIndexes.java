package io.sessionfold.projector.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.sessionfold.bson.FieldNames;
import io.sessionfold.projector.store.MongoFailure;
import io.sessionfold.projector.store.MongoFailures;
import io.sessionfold.projector.store.StoreRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/** The indexes by which sessions are looked up. */
final class SessionIndexes {
  private static final List<String> FIELDS =
      List.of("created_at", "updated_at", "sessionfold.user", "application_name");

  private SessionIndexes() {}

  /**
   * Creates those that are not there.
   *
   * @throws StoreRefusedException if the server does not take them
   */
  static void ensure(MongoCollection<BsonDocument> sessions, List<String> metadataKeys) {
    List<IndexModel> indexes = new ArrayList<>();
    FIELDS.forEach(field -> indexes.add(new IndexModel(Indexes.ascending(field))));
    metadataKeys.forEach(
        key ->
            indexes.add(new IndexModel(Indexes.ascending("metadata." + FieldNames.encode(key)))));
    try {
      sessions.createIndexes(indexes);
    } catch (MongoException e) {
      if (MongoFailures.of(e) == MongoFailure.UNAVAILABLE) {
        throw MongoFailures.unavailable("creating indexes", e);
      }
      throw new StoreRefusedException(
          "MongoDB refuses the indexes of "
              + sessions.getNamespace()
              + " ("
              + MongoFailures.name(e)
              + "): drop the index that is there with other options, or name fewer metadata keys");
    }
  }
}
