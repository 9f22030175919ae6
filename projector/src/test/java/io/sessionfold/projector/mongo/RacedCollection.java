package io.sessionfold.projector.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.BsonDocument;

/**
 * A collection on which somebody is faster than the first bulk: after its upserts have looked and
 * before they insert. Servers answer that the ids are there.
 */
final class RacedCollection {
  private static final int DUPLICATE_KEY = 11_000;

  private RacedCollection() {}

  @SuppressWarnings("unchecked")
  static MongoCollection<BsonDocument> of(MongoCollection<BsonDocument> real, Runnable faster) {
    AtomicBoolean first = new AtomicBoolean(true);
    return (MongoCollection<BsonDocument>)
        Proxy.newProxyInstance(
            RacedCollection.class.getClassLoader(),
            new Class<?>[] {MongoCollection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("bulkWrite") && first.getAndSet(false)) {
                faster.run();
                throw idsAreThere(((List<?>) arguments[0]).size());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static MongoBulkWriteException idsAreThere(int operations) {
    List<BulkWriteError> errors =
        IntStream.range(0, operations)
            .mapToObj(i -> new BulkWriteError(DUPLICATE_KEY, "E11000", new BsonDocument(), i))
            .toList();
    return new MongoBulkWriteException(
        BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of()),
        errors,
        null,
        new ServerAddress(),
        Set.of());
  }
}
