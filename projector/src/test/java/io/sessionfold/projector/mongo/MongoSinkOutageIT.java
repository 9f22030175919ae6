package io.sessionfold.projector.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredPage;
import io.sessionfold.document.StoredSession;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.Pieces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mongod that is killed while batches are written, and comes back. */
class MongoSinkOutageIT {
  private static final int SESSIONS = 300;
  private static final int MESSAGES = 14;
  private static final int BATCH = 3;
  private static final String DATABASE = "outage";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path data;

  private final Pieces journal = Pieces.withPagesOf(4);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger outages = new AtomicInteger();

  @Test
  void what_is_written_through_a_kill_of_the_server_is_the_fold() {
    Optional<Path> binary = MongodBinary.findForTests();
    Assumptions.assumeTrue(binary.isPresent(), "no mongod here; run scripts/fetch-mongod");
    for (int i = 0; i < MESSAGES; i++) {
      for (int s = 0; s < SESSIONS; s++) {
        journal.add(SessionKey.of("s" + s), Events.appended("main", "text " + i));
      }
    }
    MongodConfig config = MongodConfig.in(data, binary.orElseThrow());
    MongodProcess mongod = MongodProcess.start(config);
    String uri = mongod.uri() + "&serverSelectionTimeoutMS=500&socketTimeoutMS=2000";
    try (MongoConnection connection = MongoConnection.open(uri, false)) {
      CompletableFuture<Void> written = CompletableFuture.runAsync(() -> writeAll(connection));
      for (int round = 1; round <= 2; round++) {
        int kill = round;
        await().atMost(LIMIT).until(() -> begun.get() >= 2 * kill);
        kill(mongod);
        kills.incrementAndGet();
        await().atMost(LIMIT).until(() -> outages.get() > 0);
        outages.set(0);
        mongod = MongodProcess.start(config.withPort(URI.create(uri).getPort()));
      }
      assertThat(written).succeedsWithin(LIMIT);
      for (SessionKey key : journal.sessions()) {
        assertThat(read(connection, key)).isEqualTo(journal.session(key));
      }
    } finally {
      mongod.close();
    }
  }

  private static void kill(MongodProcess mongod) {
    ProcessHandle process = ProcessHandle.of(mongod.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    mongod.close();
  }

  /** As the loop does it: a batch that an outage cut off is given again. */
  private void writeAll(MongoConnection connection) {
    MongoSink sink = MongoSink.open(connection.database(DATABASE), 1, List.of());
    try (sink) {
      for (int from = 1; from <= MESSAGES; from += BATCH) {
        List<SessionChanges> changes = new ArrayList<>();
        for (SessionKey key : journal.sessions()) {
          changes.add(journal.batch(key, from, Math.min(MESSAGES, from + BATCH - 1)));
        }
        ChangeBatch batch = new ChangeBatch(changes, List.of());
        // Every second batch is under way when the server is killed; the next one waits for that.
        int due = begun.get() / 2;
        await().atMost(LIMIT).until(() -> kills.get() >= due);
        begun.incrementAndGet();
        while (!isWritten(sink, batch)) {
          outages.incrementAndGet();
        }
      }
    }
  }

  private static boolean isWritten(MongoSink sink, ChangeBatch batch) {
    try {
      assertThat(sink.write(batch).refused()).isEmpty();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private static Session read(MongoConnection connection, SessionKey key) {
    MongoCollection<BsonDocument> sessions =
        connection.database(DATABASE).getCollection(StoreNames.sessions(1), BsonDocument.class);
    MongoCollection<BsonDocument> pages =
        connection.database(DATABASE).getCollection(StoreNames.sessionPages(1), BsonDocument.class);
    StoredSession head =
        SessionDocument.read(
            sessions.find(new BsonDocument("_id", new BsonString(DocumentIds.of(key)))).first());
    List<StoredPage> below = new ArrayList<>();
    for (long page = 0; page < head.page(); page++) {
      below.add(
          PageDocument.read(
              pages.find(new BsonDocument("_id", DocumentIds.page(key, page))).first()));
    }
    return head.with(below);
  }
}
