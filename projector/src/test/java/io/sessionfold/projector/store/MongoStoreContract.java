package io.sessionfold.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.Watermark;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.QuarantineMark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonSerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the small documents guarantee, on any server that speaks MongoDB's protocol. */
abstract class MongoStoreContract {
  private static final SessionKey SESSION = SessionKey.of("s$1.é");

  private final String database = "store-" + UUID.randomUUID();
  private MongoConnection connection;
  private Generations generations;
  private Watermarks watermarks;
  private Quarantine quarantine;

  /** The address of the server under test. */
  abstract String uri();

  abstract MongoServerKind kind();

  /** Called after each test, when nobody is connected. */
  abstract void stopServer();

  @BeforeEach
  void open() {
    connection = MongoConnection.open(uri(), kind() == MongoServerKind.STANDALONE);
    generations = new Generations(connection.database(database));
    watermarks = new MongoWatermarks(connection.database(database));
    quarantine = new MongoQuarantine(connection.database(database));
  }

  @AfterEach
  void close() {
    connection.close();
    stopServer();
  }

  @Test
  void the_server_is_recognised() {
    assertThat(connection.kind()).isEqualTo(kind());
  }

  @Test
  void a_new_database_points_to_the_first_of_everything() {
    assertThat(generations.read()).isEmpty();
    assertThat(generations.readOrCreate()).isEqualTo(ActivePointer.FIRST);
    assertThat(generations.read()).contains(ActivePointer.FIRST);
  }

  @Test
  void creating_the_pointer_leaves_one_that_is_there() {
    generations.claimRoot("root-a");
    assertThat(generations.readOrCreate().rootId()).isEqualTo("root-a");
  }

  @Test
  void a_second_root_is_refused_with_the_remedy() {
    assertThat(generations.claimRoot("root-a").rootId()).isEqualTo("root-a");
    assertThat(generations.claimRoot("root-a").rootId()).isEqualTo("root-a");
    assertThatThrownBy(() -> generations.claimRoot("root-b"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("root-a")
        .hasMessageContaining("root-b")
        .hasMessageContaining("the same directory");
    assertThat(generations.readOrCreate().rootId()).isEqualTo("root-a");
  }

  @Test
  void a_generation_is_made_from_one_journal_by_one_version_of_the_folds() {
    generations.open(4, 2, "two");
    generations.open(4, 2, "two");
    generations.open(5, 3, "three");
    assertThatThrownBy(() -> generations.open(4, 3, "three"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("generation 4 is made from journal 2")
        .hasMessageContaining("rebuild into a new generation");
    GenerationDocument later = new GenerationDocument(4, 2, SessionDocument.FOLD + 1, "two");
    assertThatThrownBy(() -> generations.open(later))
        .isInstanceOf(OtherFoldException.class)
        .hasMessageContaining("by fold version " + SessionDocument.FOLD)
        .hasMessageContaining("has version " + later.fold());
    assertThat(generations.read()).as("the pointer").isEmpty();
  }

  @Test
  void a_generation_is_made_from_one_topic_and_no_other_of_its_name() {
    generations.open(4, 2, "two");
    assertThatThrownBy(() -> generations.open(4, 2, "created-again"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("session-changes-2")
        .hasMessageContaining("created-again")
        .hasMessageContaining("rebuild into a new generation");
    generations.open(4, 2, "two");
  }

  @Test
  void a_watermark_that_was_never_raised_is_0() {
    assertThat(watermarks.read(1, "mongo", Set.of(0, 7)))
        .isEqualTo(Map.of(0, Watermark.NONE, 7, Watermark.NONE));
  }

  @Test
  void a_watermark_never_falls() {
    watermarks.raise(1, "mongo", Map.of(0, new Watermark(10, 5, 2), 1, new Watermark(3, 3, 0)));
    watermarks.raise(1, "mongo", Map.of(0, new Watermark(8, 6, 1)));
    assertThat(watermarks.read(1, "mongo", Set.of(0, 1)))
        .isEqualTo(Map.of(0, new Watermark(10, 6, 2), 1, new Watermark(3, 3, 0)));
  }

  @Test
  void watermarks_of_other_sinks_and_generations_are_apart() {
    watermarks.raise(1, "mongo", Map.of(0, new Watermark(10, 5, 2)));
    assertThat(watermarks.read(2, "mongo", Set.of(0))).containsEntry(0, Watermark.NONE);
    assertThat(watermarks.read(1, "jsonl", Set.of(0))).containsEntry(0, Watermark.NONE);
  }

  @Test
  void a_mark_is_widened_and_keeps_its_reason_and_time() {
    QuarantineMark first = mark(100, 7, 9, "first", 1);
    quarantine.mark(List.of(first));
    quarantine.mark(List.of(mark(120, 9, 30, "second", 2), mark(90, 5, 6, "third", 3)));
    assertThat(quarantine.read(1, "jsonl", Set.of(4))).containsExactly(mark(90, 5, 30, "first", 1));
    assertThat(quarantine.read(1, "jsonl", Set.of(5))).isEmpty();
    assertThat(quarantine.read(1, "mongo", Set.of(4))).isEmpty();
    assertThat(quarantine.read(2, "jsonl", Set.of(4))).isEmpty();
  }

  @Test
  void an_id_that_is_there_is_judged_as_a_duplicate_key() {
    MongoCollection<BsonDocument> c = collection();
    c.insertOne(BsonDocument.parse("{_id: 1}"));
    assertThat(failure(() -> c.insertOne(BsonDocument.parse("{_id: 1}"))))
        .isEqualTo(MongoFailure.DUPLICATE_KEY);
    assertThat(failure(() -> c.insertMany(List.of(BsonDocument.parse("{_id: 1}")))))
        .isEqualTo(MongoFailure.DUPLICATE_KEY);
  }

  @Test
  void a_document_above_16_mib_is_judged_as_too_large() {
    BsonDocument large = new BsonDocument("b", new BsonBinary(new byte[17 << 20]));
    assertThat(failure(() -> collection().insertOne(large))).isEqualTo(MongoFailure.TOO_LARGE);
  }

  @Test
  void an_update_that_the_server_does_not_take_is_judged_as_refused() {
    collection().insertOne(BsonDocument.parse("{_id: 1, a: 'text'}"));
    assertThat(
            failure(
                () ->
                    collection()
                        .updateOne(
                            new BsonDocument("_id", new BsonInt32(1)),
                            BsonDocument.parse("{$push: {a: 1}}"))))
        .isEqualTo(MongoFailure.REFUSED);
  }

  final MongoConnection connection() {
    return connection;
  }

  final MongoDatabase database() {
    return connection.database(database);
  }

  private MongoCollection<BsonDocument> collection() {
    return connection.database(database).getCollection("c", BsonDocument.class);
  }

  private static MongoFailure failure(Runnable call) {
    try {
      call.run();
    } catch (MongoException | BsonSerializationException e) {
      return MongoFailures.of(e);
    }
    throw new AssertionError("the call should have failed");
  }

  private static QuarantineMark mark(long offset, long from, long to, String message, long since) {
    return new QuarantineMark(
        1, "jsonl", SESSION, 4, offset, from, to, Kind.GAP, message, Instant.ofEpochMilli(since));
  }
}
