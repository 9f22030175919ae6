package io.sessionfold.projector.store;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateViewOptions;
import io.sessionfold.store.StoreNames;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view that shows people and tools the documents of the active generation under one name.
 * Nothing of ours reads it, so where it cannot be made, that is logged and nothing else.
 */
public final class SessionsView {
  private static final Logger LOG = LoggerFactory.getLogger(SessionsView.class);

  /** NamespaceExists, in the server's error_codes.yml. */
  private static final int NAMESPACE_EXISTS = 48;

  private SessionsView() {}

  /** Makes the view, or moves it, so that it shows {@code generation}. */
  public static void show(MongoConnection connection, String database, int generation) {
    if (connection.kind() == MongoServerKind.EMULATOR) {
      // It takes the command and makes an empty collection of that name.
      return;
    }
    MongoDatabase names = connection.database(database);
    try {
      if (!made(names, generation)) {
        move(names, generation);
      }
    } catch (MongoException e) {
      LOG.warn(
          "the view {} in database {} does not show generation {} ({}): see that the name is free"
              + " and that this user may create views; the documents are in {}",
          StoreNames.SESSIONS_VIEW,
          database,
          generation,
          MongoFailures.name(e),
          StoreNames.sessions(generation));
    }
  }

  private static boolean made(MongoDatabase names, int generation) {
    try {
      names.createView(
          StoreNames.SESSIONS_VIEW,
          StoreNames.sessions(generation),
          List.of(),
          new CreateViewOptions());
      return true;
    } catch (MongoException e) {
      if (e.getCode() == NAMESPACE_EXISTS) {
        return false;
      }
      throw e;
    }
  }

  private static void move(MongoDatabase names, int generation) {
    BsonDocument move =
        new BsonDocument("collMod", new BsonString(StoreNames.SESSIONS_VIEW))
            .append("viewOn", new BsonString(StoreNames.sessions(generation)))
            .append("pipeline", new BsonArray());
    names.runCommand(move);
  }
}
