package io.sessionfold.projector.store;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Upserts of single documents by {@code _id} that may be repeated, as one unordered bulk. */
final class MongoUpserts {
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  private final List<WriteModel<BsonDocument>> operations = new ArrayList<>();

  void add(BsonDocument id, BsonDocument update) {
    operations.add(new UpdateOneModel<>(new BsonDocument("_id", id), update, UPSERT));
  }

  void run(String doing, MongoCollection<BsonDocument> collection) {
    if (operations.isEmpty()) {
      return;
    }
    try {
      bulk(doing, collection);
    } catch (MongoException e) {
      // Two first upserts of one document can race; the one that lost finds it on the second try.
      if (MongoFailures.of(e) != MongoFailure.DUPLICATE_KEY) {
        throw e;
      }
      bulk(doing, collection);
    }
  }

  private void bulk(String doing, MongoCollection<BsonDocument> collection) {
    MongoFailures.call(doing, () -> collection.bulkWrite(operations, UNORDERED));
  }

  static BsonDocument anyOf(List<BsonDocument> ids) {
    return new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)));
  }

  static List<BsonDocument> readAll(
      String doing, MongoCollection<BsonDocument> collection, Bson filter) {
    return MongoFailures.call(doing, () -> collection.find(filter).into(new ArrayList<>()));
  }
}
