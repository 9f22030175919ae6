package io.sessionfold.projector.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.projector.store.GenerationRegistry;
import io.sessionfold.projector.store.Holds;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.store.GenerationDocument;
import io.sessionfold.store.Hold;
import io.sessionfold.store.Projection;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A generation stands still while it is proved, or its proof is worth nothing. */
class HeldGenerationTest {
  /** So long that nothing is renewed by itself in a test. */
  private static final Duration TERM = Duration.ofHours(1);

  private static final Map<Projection, Integer> DOCUMENTS = Map.of(Projection.DOCUMENTS, 2);

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);

  private MongoConnection connection;
  private Holds holds;

  @BeforeEach
  void open() {
    connection = MongoConnection.open(mongo.uri(), false);
    MongoDatabase database = connection.database(mongo.database());
    holds = new Holds(database);
    GenerationDocument second = new GenerationDocument(2, 1, SessionDocument.FOLD, "topic");
    assertThat(
            new GenerationRegistry(database)
                .create(
                    second,
                    EnumSet.of(Projection.DOCUMENTS),
                    Work.lease("me", "a test"),
                    Instant.now()))
        .isTrue();
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void a_hold_that_nobody_touched_is_unbroken() throws Exception {
    try (HeldGeneration held = HeldGeneration.begin(holds, 2, DOCUMENTS, TERM)) {
      held.at(Map.of(0, 10L));
      held.requireUnbroken();
      assertThat(Objects.requireNonNull(holds.ofGeneration(2)).limit(0)).isEqualTo(10);
    }
    assertThat(holds.ofGeneration(2)).as("the hold is over").isNull();
  }

  @Test
  void a_hold_that_somebody_ended_a_moment_ago_is_broken() throws Exception {
    try (HeldGeneration held = HeldGeneration.begin(holds, 2, DOCUMENTS, TERM)) {
      held.at(Map.of(0, 10L));
      Hold stored = Objects.requireNonNull(holds.ofGeneration(2));
      assertThat(holds.endGeneration(2, stored)).isTrue();

      assertThatThrownBy(held::requireUnbroken)
          .isInstanceOf(MovedOnException.class)
          .hasMessageContaining("did not stand still");
    }
  }
}
