package io.sessionfold.projector.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredPage;
import io.sessionfold.document.StoredSession;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.projector.mongo.MongoSink;
import io.sessionfold.projector.regroup.Budget;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.sink.WriteResult.Refusal;
import io.sessionfold.store.Projection;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a load makes of a journal in a real mongod, whatever comes between. */
class LoaderIT {
  private static final int WRITTEN_ALONG = 1;
  private static final int LOADED = 2;
  private static final LoadedLog LOG = new LoadedLog();

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);
  @TempDir Path scratch;

  private MongoConnection connection;
  private MongoDatabase database;

  @BeforeEach
  void connect() {
    connection = MongoConnection.open(mongo.uri(), false);
    database = connection.database(mongo.database());
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  @Test
  void a_load_leaves_what_the_sinks_leave_that_write_along() throws Exception {
    try (MongoSink sink = MongoSink.open(database, WRITTEN_ALONG, List.of())) {
      for (ChangeBatch batch : LOG.journal().batches(7)) {
        assertThat(sink.write(batch).refused()).isEmpty();
      }
    }

    load(UnaryOperator.identity());

    assertLoaded();
    assertThat(fences(StoreNames.sessions(LOADED)))
        .containsExactlyInAnyOrderElementsOf(fences(StoreNames.sessions(WRITTEN_ALONG)));
    assertThat(fences(StoreNames.sessionPages(LOADED)))
        .hasSizeGreaterThan(30)
        .containsExactlyInAnyOrderElementsOf(fences(StoreNames.sessionPages(WRITTEN_ALONG)));
    assertThat(documents(StoreNames.rejections(LOADED)))
        .hasSize((int) LOG.journal().changes().stream().filter(Rejected.class::isInstance).count())
        .containsExactlyInAnyOrderElementsOf(documents(StoreNames.rejections(WRITTEN_ALONG)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_load_that_died_is_loaded_again(int batches) throws Exception {
    AtomicInteger left = new AtomicInteger(batches);
    assertThatThrownBy(() -> load(sink -> new DyingSink(sink, left))).hasMessage("killed");
    assertThat(watermark(1)).as("nothing is passed that is not written").isZero();

    load(UnaryOperator.identity());

    assertLoaded();
  }

  @Test
  void two_may_load_at_the_same_time() throws Exception {
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              try {
                load(UnaryOperator.identity());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    load(UnaryOperator.identity());
    other.get();

    assertLoaded();
  }

  @Test
  void what_a_store_has_lost_is_loaded_again() throws Exception {
    AtomicInteger checkpoints = new AtomicInteger();
    load(sink -> new LosingSink(sink, checkpoints));

    assertLoaded();
  }

  @Test
  void a_refused_session_is_left_out_with_a_mark() throws Exception {
    SessionKey refused = SessionKey.of("long");
    load(sink -> new RefusingSink(sink, refused));

    assertThat(read(refused).revision()).isZero();
    List<QuarantineMark> marks = new MongoQuarantine(database).read(LOADED, "mongo", Set.of(0, 1));
    assertThat(marks).extracting(QuarantineMark::session).containsOnly(refused);
    for (SessionKey session : LOG.journal().sessions()) {
      if (!session.equals(refused)) {
        assertThat(read(session)).isEqualTo(LOG.journal().session(session));
      }
    }
  }

  @Test
  void what_could_not_be_read_ahead_is_read_when_its_turn_comes() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    Supplier<Consumer<byte[], byte[]>> consumers =
        () -> {
          if (opened.incrementAndGet() == 2) {
            throw new TimeoutException("the broker is away");
          }
          return LOG.consumer();
        };
    load(UnaryOperator.identity(), consumers);

    assertThat(opened).hasValue(3);
    assertLoaded();
  }

  private void load(UnaryOperator<SessionSink> around) throws InterruptedException {
    load(around, LOG::consumer);
  }

  private void load(UnaryOperator<SessionSink> around, Supplier<Consumer<byte[], byte[]>> consumers)
      throws InterruptedException {
    Function<Projection, SessionSink> sinks =
        projection -> around.apply(MongoSink.openWithoutIndexes(database, LOADED));
    LoadTarget target =
        new LoadTarget(
            LOADED,
            Set.of(Projection.DOCUMENTS),
            sinks,
            2,
            new MongoWatermarks(database),
            new MongoQuarantine(database));
    try (Loader loader =
        new Loader(target, consumers, new Budget(1 << 20, scratch), new FreeControl())) {
      for (int partition = 0; partition < LoadedLog.PARTITIONS; partition++) {
        if (partition + 1 < LoadedLog.PARTITIONS) {
          loader.next(LoadedLog.partition(partition + 1), LOG.end(partition + 1));
        }
        loader.load(LoadedLog.partition(partition), LOG.end(partition));
      }
    }
  }

  private void assertLoaded() {
    LOG.journal().folded().forEach((key, session) -> assertThat(read(key)).isEqualTo(session));
    assertThat(documents(StoreNames.sessions(LOADED))).hasSize(LOG.journal().sessions().size());
    for (int partition = 0; partition < LoadedLog.PARTITIONS; partition++) {
      assertThat(watermark(partition)).isEqualTo(LOG.end(partition));
    }
  }

  private long watermark(int partition) {
    return new MongoWatermarks(database)
        .read(LOADED, "mongo", Set.of(partition))
        .get(partition)
        .journal();
  }

  private Session read(SessionKey key) {
    BsonDocument document =
        collection(StoreNames.sessions(LOADED))
            .find(new BsonDocument("_id", new BsonString(DocumentIds.of(key))))
            .first();
    if (document == null) {
      return Session.before(key);
    }
    StoredSession head = SessionDocument.read(document);
    List<StoredPage> below = new ArrayList<>();
    for (long page = 0; page < head.page(); page++) {
      BsonDocument stored =
          collection(StoreNames.sessionPages(LOADED))
              .find(new BsonDocument("_id", DocumentIds.page(key, page)))
              .first();
      assertThat(stored).as("page %s of %s", page, key).isNotNull();
      below.add(PageDocument.read(stored));
    }
    return head.with(below);
  }

  private MongoCollection<BsonDocument> collection(String name) {
    return database.getCollection(name, BsonDocument.class);
  }

  private List<BsonDocument> documents(String collection) {
    return collection(collection).find().into(new ArrayList<>());
  }

  /** What other writers go by: ids, revisions and open pages. */
  private List<Map<String, Object>> fences(String collection) {
    return documents(collection).stream()
        .map(
            document ->
                Map.<String, Object>of(
                    "id", document.get("_id"),
                    "revision", SessionDocument.revision(document),
                    "page", SessionDocument.page(document)))
        .toList();
  }

  private static final class FreeControl implements LoadControl {
    @Override
    public void goOn() {}

    @Override
    public void read(long records) {}

    @Override
    public void written(long changes) {}
  }

  /** Writes so many batches, then half of one, and dies. */
  private static final class DyingSink extends ForwardingSink {
    private final AtomicInteger left;

    DyingSink(SessionSink sink, AtomicInteger left) {
      super(sink);
      this.left = left;
    }

    @Override
    public WriteResult write(ChangeBatch batch) {
      if (left.getAndDecrement() > 0) {
        return super.write(batch);
      }
      var unused =
          super.write(
              new ChangeBatch(batch.sessions().subList(0, batch.sessions().size() / 2), List.of()));
      throw new IllegalStateException("killed");
    }
  }

  /** Has lost something when it is asked first. */
  private static final class LosingSink extends ForwardingSink {
    private final AtomicInteger checkpoints;

    LosingSink(SessionSink sink, AtomicInteger checkpoints) {
      super(sink);
      this.checkpoints = checkpoints;
    }

    @Override
    public WriteResult write(ChangeBatch batch) {
      return checkpoints.get() == 0 ? WriteResult.NOTHING : super.write(batch);
    }

    @Override
    public Set<Integer> checkpoint() {
      return checkpoints.getAndIncrement() < 2 ? Set.of(0) : super.checkpoint();
    }
  }

  private static final class RefusingSink extends ForwardingSink {
    private final SessionKey refused;

    RefusingSink(SessionSink sink, SessionKey refused) {
      super(sink);
      this.refused = refused;
    }

    @Override
    public WriteResult write(ChangeBatch batch) {
      var rest = batch.sessions().stream().filter(each -> !each.session().equals(refused)).toList();
      WriteResult result = super.write(new ChangeBatch(rest, batch.rejections()));
      return rest.size() == batch.sessions().size()
          ? result
          : new WriteResult(
              result.written(),
              result.skipped(),
              Map.of(refused, new Refusal(Kind.REFUSED, 0, "not this one")),
              1);
    }
  }
}
