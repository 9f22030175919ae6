package io.sessionfold.projector.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.BsonDocument;

/** Collections of a server on which something happens at the very moment of a bulk. */
final class ScriptedBulks {
  private static final int DUPLICATE_KEY = 11_000;

  private interface Bulk {
    Object run(Method method, Object[] arguments) throws Throwable;
  }

  private ScriptedBulks() {}

  /**
   * Somebody is faster than the first bulk: after its upserts have looked and before they insert.
   * Servers answer that the ids are there.
   */
  static MongoCollection<BsonDocument> raced(MongoCollection<BsonDocument> real, Runnable faster) {
    AtomicBoolean first = new AtomicBoolean(true);
    return of(
        real,
        (method, arguments) -> {
          if (first.getAndSet(false)) {
            faster.run();
            throw idsAreThere(((List<?>) arguments[0]).size());
          }
          return method.invoke(real, arguments);
        });
  }

  /** Each bulk comes between two steps of somebody else. */
  static MongoCollection<BsonDocument> around(
      MongoCollection<BsonDocument> real, Runnable before, Runnable after) {
    return of(
        real,
        (method, arguments) -> {
          before.run();
          try {
            return method.invoke(real, arguments);
          } finally {
            after.run();
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static MongoCollection<BsonDocument> of(MongoCollection<BsonDocument> real, Bulk bulk) {
    return (MongoCollection<BsonDocument>)
        Proxy.newProxyInstance(
            ScriptedBulks.class.getClassLoader(),
            new Class<?>[] {MongoCollection.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("bulkWrite")
                    ? bulk.run(method, arguments)
                    : method.invoke(real, arguments);
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
