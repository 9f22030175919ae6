package io.sessionfold.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.fault.Pause;
import io.sessionfold.chaos.oracle.Oracle;
import io.sessionfold.chaos.rebuild.Meddler;
import io.sessionfold.chaos.rebuild.Step;
import io.sessionfold.embedded.MongodBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rounds with rebuilds can fail: what is done by hand to generations, and to the pointer, is
 * noticed. It takes minutes, so no build runs it by itself: {@code -Dit.test=RebuildTrials}.
 */
class RebuildTrials {
  private static final int HOT_WRITERS = 8;
  private static final Duration AHEAD = Duration.ofSeconds(3);

  @TempDir Path directory;

  /** What is done. */
  enum Harm implements Meddler {
    /** A message of every session is taken out of the generation that is about to be read. */
    MESSAGE_REMOVED(Step.BUILT, "a reader saw") {
      @Override
      void on(MongoDatabase database, Path files, int from, int to) {
        change(
            database,
            "sessions_g" + to,
            Updates.combine(
                Updates.popFirst("sessionfold.messages"),
                Updates.popFirst("agents.agent-0.messages")));
      }
    },
    /** The metadata of every session are those of no revision. */
    METADATA_MIXED(Step.BUILT, "a reader saw a session that never was") {
      @Override
      void on(MongoDatabase database, Path files, int from, int to) {
        change(database, "sessions_g" + to, Updates.set("metadata.stranger", 1));
      }
    },
    /** The pointer goes back to a generation that stands still. */
    POINTER_MOVED_BACK(Step.SWAPPED, "a reader saw revision") {
      @Override
      void on(MongoDatabase database, Path files, int from, int to) {
        Date until = Date.from(Instant.now().plusSeconds(20));
        Document hold = new Document("id", "by hand").append("until", until);
        hold.append("documents", from).append("files", from);
        hold.append("vector", new Document());
        pointer(database, Updates.set("hold", hold));
        Pause.of(AHEAD);
        pointer(
            database, Updates.combine(Updates.set("documents", from), Updates.set("files", from)));
        Pause.of(AHEAD);
        pointer(
            database,
            Updates.combine(
                Updates.set("documents", to), Updates.set("files", to), Updates.unset("hold")));
      }
    },
    /** A generation that was dropped has a collection and files again, and a hold lasts. */
    LEFT_BEHIND(
        Step.ENDED,
        "collection session_pages_g1: is left",
        "directory g1: is left",
        "generation active: is held") {
      @Override
      void on(MongoDatabase database, Path files, int from, int to) {
        database.createCollection("session_pages_g1");
        Date until = Date.from(Instant.now().plusSeconds(3_600));
        pointer(database, Updates.set("hold", new Document("id", "x").append("until", until)));
        try {
          Files.createDirectories(files.resolve("g1"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };

    private final Step step;
    private final List<String> noticed;

    Harm(Step step, String... noticed) {
      this.step = step;
      this.noticed = List.of(noticed);
    }

    abstract void on(MongoDatabase database, Path files, int from, int to);

    @Override
    public void after(Step done, Cluster cluster, int from, int to) {
      if (done == step) {
        try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
          on(client.getDatabase("sessionfold"), cluster.files(), from, to);
        }
      }
    }

    static void change(MongoDatabase database, String collection, Bson update) {
      // Those with a message that is not the open page's only one.
      Bson some = Filters.exists("agents.agent-0.messages.1");
      assertThat(database.getCollection(collection).updateMany(some, update).getModifiedCount())
          .isPositive();
    }

    static void pointer(MongoDatabase database, Bson update) {
      assertThat(
              database
                  .getCollection("generations")
                  .updateOne(Filters.eq("_id", "active"), update)
                  .getMatchedCount())
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_done_by_hand_is_noticed(Harm harm) {
    assumeThat(MongodBinary.findForTests()).as(ChaosIT.MONGOD).isPresent();
    try (Cluster cluster = Cluster.start(directory);
        Oracle oracle = Chaos.oracle(cluster)) {
      Result result =
          new Round(cluster, oracle, HOT_WRITERS)
              .runWithRebuild("harm", 1, wave -> List.of(), harm);

      System.err.println(harm + ": " + result.line());
      for (String noticed : harm.noticed) {
        assertThat(result.findings())
            .as("what is said of %s", harm)
            .anyMatch(finding -> finding.contains(noticed));
      }
    }
  }
}
