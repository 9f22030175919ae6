package io.sessionfold.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.store.ActivePointer;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a read makes of a pointer that moves while it reads. */
class ActiveGenerationTest {
  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);

  private final List<Integer> asked = new ArrayList<>();
  private Projection first;
  private Projection second;
  private MongoStore store;
  private ActiveGeneration active;

  @BeforeEach
  void open() {
    first = new Projection(mongo, 1).activate(1);
    second = new Projection(mongo, 2);
    store = MongoStore.open(first.settings());
    active = new ActiveGeneration(store);
  }

  @AfterEach
  void close() {
    store.close();
    first.close();
    second.close();
  }

  private int read(ActivePointer pointer) {
    asked.add(pointer.documents());
    if (asked.size() == 1) {
      second.activate(1);
    }
    return pointer.documents();
  }

  @Test
  void a_read_that_ends_soon_is_answered_by_the_generation_that_it_began_with() {
    assertThat(active.<Integer>read(active.reading(), this::read)).isEqualTo(1);
    assertThat(asked).containsExactly(1);
  }

  @Test
  void a_read_that_took_longer_than_the_old_generation_stays_is_done_again_on_the_new_one() {
    int answer =
        active.read(
            active.reading(),
            pointer -> {
              int generation = read(pointer);
              pass(ActivePointer.LINGERS);
              return generation;
            });
    assertThat(answer).isEqualTo(2);
    assertThat(asked).containsExactly(1, 2);
  }

  @Test
  void damage_of_a_generation_that_was_replaced_is_none_of_the_next_one() {
    int answer =
        active.read(
            active.reading(),
            pointer -> {
              if (read(pointer) == 1) {
                throw new SessionDamagedException("a page is gone");
              }
              return 2;
            });
    assertThat(answer).isEqualTo(2);
  }

  @Test
  void damage_of_the_active_generation_is_told() {
    assertThatThrownBy(
            () ->
                active.read(
                    active.reading(),
                    pointer -> {
                      throw new SessionDamagedException("a page is gone");
                    }))
        .isInstanceOf(SessionDamagedException.class);
  }

  @Test
  void a_reading_is_used_for_a_short_while_only() {
    assertThat(active.reading().pointer().documents()).isEqualTo(1);
    second.activate(1);
    pass(ActivePointer.GOOD_FOR);
    assertThat(active.reading().pointer().documents()).isEqualTo(2);
  }

  /** Time that passes in the read itself, by the clock that it is judged by. */
  private static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos() + TimeUnit.MILLISECONDS.toNanos(1);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
