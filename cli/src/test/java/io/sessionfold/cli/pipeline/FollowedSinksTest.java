package io.sessionfold.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.cli.pipeline.FollowedSinks.Followed;
import io.sessionfold.cli.pipeline.IdleRunners.FencedConsumer;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkStatus;
import io.sessionfold.projector.store.OtherFoldException;
import io.sessionfold.sink.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowedSinksTest {
  private final Map<Integer, FencedConsumer> consumers = new ConcurrentHashMap<>();
  private volatile Followed followed = new Followed(1, Set.of(1));
  private volatile boolean away;
  private FollowedSinks sinks;

  @AfterEach
  void close() {
    sinks.end().forEach(SinkPart::close);
    assertThat(consumers.values()).allMatch(MockConsumer::closed);
  }

  private Followed look() {
    if (away) {
      throw new StoreUnavailableException("MongoDB is away", new IllegalStateException());
    }
    return followed;
  }

  private SinkRunner begin(int generation) {
    FencedConsumer consumer = new FencedConsumer(false);
    consumers.put(generation, consumer);
    return IdleRunners.runner(consumer, generation);
  }

  private int activeGeneration() {
    SinkStatus active = sinks.active();
    return active == null ? 0 : active.generation();
  }

  @Test
  void a_generation_that_appears_is_followed_and_one_that_is_dropped_is_left() {
    sinks = FollowedSinks.start(Part.MONGO_SINK, this::look, this::begin);
    await().until(() -> activeGeneration() == 1);
    followed = new Followed(1, Set.of(1, 2));
    await().until(() -> sinks.others().size() == 1);
    assertThat(activeGeneration()).isEqualTo(1);
    followed = new Followed(2, Set.of(1, 2));
    await().until(() -> activeGeneration() == 2);
    assertThat(consumers.get(1).closed()).as("the retired one follows on").isFalse();
    followed = new Followed(2, Set.of(2));
    await().until(() -> consumers.get(1).closed());
    assertThat(activeGeneration()).isEqualTo(2);
  }

  @Test
  void what_is_followed_goes_on_while_mongodb_is_away() {
    sinks = FollowedSinks.start(Part.MONGO_SINK, this::look, this::begin);
    await().until(() -> activeGeneration() == 1);
    away = true;
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> activeGeneration() == 1 && !consumers.get(1).closed());
  }

  @Test
  void a_release_with_another_fold_leaves_the_old_generation_alone_and_follows_its_own() {
    followed = new Followed(1, Set.of(1, 2));
    sinks =
        FollowedSinks.start(
            Part.MONGO_SINK,
            this::look,
            generation -> {
              if (generation == 1) {
                throw new OtherFoldException("made by fold version 1, this release has 2");
              }
              return begin(generation);
            });
    await().until(() -> sinks.others().size() == 1);
    await().until(() -> sinks.waiting().reason().contains("fold version 1"));
    assertThat(sinks.waiting().failed()).isFalse();
    assertThat(sinks.waitingOthers()).isEmpty();
    followed = new Followed(2, Set.of(1, 2));
    await().until(() -> activeGeneration() == 2);
    assertThat(sinks.waitingOthers())
        .singleElement()
        .returns(1, WaitingSink::generation)
        .returns(false, WaitingSink::failed);
  }
}
