package io.sessionfold.projector.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertOneModel;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** A collection of the driver whose server answers every bulk as a test says. */
final class AnsweringCollection {
  /** The bulks that came, by the documents that they insert. */
  final List<List<BsonDocument>> bulks = new ArrayList<>();

  private final Predicate<BsonDocument> guilty;
  private final Throwable failure;

  /** Every bulk fails as a whole if one of its documents is guilty. */
  AnsweringCollection(Predicate<BsonDocument> guilty, Throwable failure) {
    this.guilty = guilty;
    this.failure = failure;
  }

  static MongoCommandException command(int code, String name) {
    BsonDocument answer =
        new BsonDocument("ok", new BsonInt32(0))
            .append("code", new BsonInt32(code))
            .append("codeName", new BsonString(name))
            .append("errmsg", new BsonString("with the content"));
    return new MongoCommandException(answer, new ServerAddress());
  }

  @SuppressWarnings("unchecked")
  MongoCollection<BsonDocument> collection() {
    return (MongoCollection<BsonDocument>)
        Proxy.newProxyInstance(
            AnsweringCollection.class.getClassLoader(),
            new Class<?>[] {MongoCollection.class},
            (proxy, method, arguments) -> answer((List<?>) arguments[0]));
  }

  private synchronized BulkWriteResult answer(List<?> models) throws Throwable {
    List<BsonDocument> documents =
        models.stream()
            .map(model -> (BsonDocument) ((InsertOneModel<?>) model).getDocument())
            .toList();
    bulks.add(documents);
    if (documents.stream().anyMatch(guilty)) {
      throw failure;
    }
    return BulkWriteResult.acknowledged(documents.size(), 0, 0, 0, List.of(), List.of());
  }
}
