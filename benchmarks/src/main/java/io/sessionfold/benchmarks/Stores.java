package io.sessionfold.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.Place;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.store.StoreNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * What each store holds in bytes, and what MongoDB has done, at one moment.
 *
 * <p>Of the broker's topics it counts the segments, not their indexes, which are allocated ahead.
 */
record Stores(Map<String, Double> bytes, Map<String, Double> mongoOperations, long mongod) {
  static final String EVENT_LOG = "event log (compressed by the publisher)";
  static final String JOURNAL = "journal";
  static final String CHANGELOGS = "projector's changelogs";
  static final String STATE = "projector's state directory";
  static final String DOCUMENTS = "MongoDB documents, uncompressed";
  static final String STORAGE = "MongoDB documents on disk";
  static final String INDEXES = "MongoDB indexes on disk";
  static final String MONGO_JOURNAL = "MongoDB journal written";
  static final String OPLOG = "MongoDB oplog, uncompressed";
  static final String FILES = "JSONL files";

  /** Has MongoDB write what it holds in memory, and looks at everything. */
  static Stores now(LocalPipeline pipeline) {
    MongoClient mongo = pipeline.mongo();
    Place place = pipeline.place();
    BsonDocument unused = run(mongo.getDatabase("admin"), "fsync");
    Map<String, Double> bytes = new LinkedHashMap<>();
    Path kafka = place.data().resolve("kafka");
    String journal = StoreNames.journal(place.journal());
    String application = StoreNames.applicationId(place.journal());
    bytes.put(EVENT_LOG, segments(kafka, Stores::isIngress));
    bytes.put(JOURNAL, segments(kafka, name -> name.startsWith(journal)));
    bytes.put(CHANGELOGS, segments(kafka, name -> name.startsWith(application)));
    bytes.put(STATE, (double) Directories.bytes(place.state(), file -> true));
    BsonDocument documents = run(mongo.getDatabase(place.database()), "dbStats");
    bytes.put(DOCUMENTS, number(documents, "dataSize"));
    bytes.put(STORAGE, number(documents, "storageSize"));
    bytes.put(INDEXES, number(documents, "indexSize"));
    BsonDocument server = run(mongo.getDatabase("admin"), "serverStatus");
    BsonDocument log = server.getDocument("wiredTiger").getDocument("log");
    bytes.put(MONGO_JOURNAL, number(log, "log bytes written"));
    bytes.put(OPLOG, number(oplog(mongo), "size"));
    bytes.put(FILES, (double) Directories.bytes(place.files(), file -> true));
    return new Stores(bytes, operations(server), server.getNumber("pid").longValue());
  }

  private static Map<String, Double> operations(BsonDocument server) {
    Map<String, Double> operations = new LinkedHashMap<>();
    for (String kind : new String[] {"insert", "update", "delete", "query", "getmore", "command"}) {
      operations.put(kind, number(server.getDocument("opcounters"), kind));
    }
    BsonDocument network = server.getDocument("network");
    operations.put("bytes in", number(network, "bytesIn"));
    operations.put("bytes out", number(network, "bytesOut"));
    return operations;
  }

  private static BsonDocument oplog(MongoClient mongo) {
    return mongo
        .getDatabase("local")
        .runCommand(new BsonDocument("collStats", new BsonString("oplog.rs")), BsonDocument.class);
  }

  private static BsonDocument run(MongoDatabase database, String command) {
    return database.runCommand(new BsonDocument(command, new BsonInt32(1)), BsonDocument.class);
  }

  private static double number(BsonDocument document, String name) {
    return document.getNumber(name).doubleValue();
  }

  private static boolean isIngress(String directory) {
    return Stream.of(IngressTopic.values())
        .anyMatch(topic -> directory.startsWith(topic.topicName() + "-"));
  }

  static double segments(Path kafka, Predicate<String> topic) {
    return Directories.bytes(
        kafka,
        file ->
            file.toString().endsWith(".log")
                && topic.test(String.valueOf(file.getParent().getFileName())));
  }
}
