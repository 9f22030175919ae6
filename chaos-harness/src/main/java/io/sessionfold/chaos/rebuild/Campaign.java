package io.sessionfold.chaos.rebuild;

import io.sessionfold.chaos.agent.Point;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Command;
import io.sessionfold.chaos.oracle.Generations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A rebuild under load, by processes that are killed on the way and started again; now and then two
 * of them at once. Then the swap, sometimes taken back and done again, sometimes a second rebuild;
 * at the end, what nobody reads is dropped. The seed decides.
 */
public final class Campaign implements AutoCloseable {
  private static final List<Point> OF_REBUILD =
      List.of(
          Point.GENERATION_CREATED,
          Point.BEFORE_WRITE,
          Point.AFTER_WRITE,
          Point.MID_PAGE_MOVE,
          Point.MID_FILE_APPEND,
          Point.AFTER_FSYNC,
          Point.PARTITION_LOADED,
          Point.AFTER_WATERMARK,
          Point.BEFORE_INDEXES,
          Point.BEFORE_STATE,
          Point.AFTER_STATE,
          Point.HELD,
          Point.BEFORE_PROOF,
          Point.AFTER_PROOF);
  private static final List<Point> OF_SWAP =
      List.of(
          Point.SWAP_HELD,
          Point.SWAP_VECTOR,
          Point.BEFORE_POINTER,
          Point.AFTER_POINTER,
          Point.SWAP_MARKED,
          Point.SWAP_ENDED);
  private static final List<Point> OF_DROP = List.of(Point.DROP_SAID, Point.BEFORE_DELETE);

  private final Cluster cluster;
  private final Random random;
  private final Meddler meddler;
  private final Store store;
  private final Notes notes = new Notes();
  private final int first;

  /** A campaign of a seed. */
  public Campaign(Cluster cluster, long seed, Meddler meddler) {
    this.cluster = cluster;
    this.random = new Random(seed * 104_729);
    this.meddler = meddler;
    this.store = new Store(cluster.mongod().uri());
    this.first = store.look().documents();
  }

  /** All of it but the end, while load goes on. */
  public void run() {
    try (BuilderWatch watch = BuilderWatch.start(cluster.mongod().uri(), notes)) {
      if (once() && random.nextInt(4) == 0 && once() && random.nextBoolean()) {
        drop(first);
      }
      boolean unused = watch.isAlone();
    }
  }

  /** A rebuild and a swap. */
  private boolean once() {
    int from = store.look().documents();
    return built(from) && swapped(from);
  }

  private boolean built(int from) {
    int wanted = store.look().last() + 1;
    int processes = random.nextInt(3) == 0 ? 2 : 1;
    Errand errand = new Errand(cluster, notes, processes, "rebuild");
    if (!errand.run(random.nextInt(4), OF_REBUILD, random, () -> isOver(wanted))) {
      return false;
    }
    notes.tried(processes == 1 ? "rebuild" : "two rebuilds");
    Generations now = store.look();
    String state = String.valueOf(now.states().get(wanted));
    if (now.last() > wanted || !state.equals("READY")) {
      notes.wrong(
          "generation " + wanted + " of " + now.last() + " is " + state + ": " + errand.said());
      return false;
    }
    meddler.after(Step.BUILT, cluster, from, wanted);
    return true;
  }

  private boolean isOver(int wanted) {
    String state = String.valueOf(store.look().states().get(wanted));
    return state.equals("READY") || state.equals("FAILED");
  }

  private boolean swapped(int from) {
    int to = store.look().last();
    if (!swap(to)) {
      return false;
    }
    meddler.after(Step.SWAPPED, cluster, from, to);
    return random.nextInt(3) > 0 || (rolledBack(from) && swap(to));
  }

  private boolean rolledBack(int to) {
    Errand errand = new Errand(cluster, notes, 1, "rollback");
    boolean back = errand.run(random.nextInt(2), OF_SWAP, random, () -> isRead(to));
    notes.tried("rollback");
    return back;
  }

  private boolean swap(int to) {
    Errand errand = new Errand(cluster, notes, 1, "swap", "--generation", Integer.toString(to));
    boolean swapped = errand.run(random.nextInt(3), OF_SWAP, random, () -> isRead(to));
    notes.tried("swap");
    return swapped;
  }

  private boolean isRead(int generation) {
    Generations now = store.look();
    return now.documents() == generation && now.files() == generation;
  }

  /** What nobody reads is dropped; once more what a swap has dropped that was killed then. */
  public void end() {
    Generations now = store.look();
    for (int generation = first; generation <= now.last(); generation++) {
      if (!now.isActive(generation)) {
        drop(generation);
      }
    }
    meddler.after(Step.ENDED, cluster, now.documents(), now.documents());
    for (Command command : cluster.commands()) {
      // What a killed process leaves is deleted by the next one with its data directory.
      if (command.await(Duration.ZERO).orElse(1) == 0) {
        scratch(command.name(), command.data().resolve("scratch"));
      }
    }
  }

  /** A drop that was cut off is said to be done before it is: it is run until it says so. */
  private void drop(int generation) {
    Errand errand = new Errand(cluster, notes, 1, "generations", "drop", "" + generation);
    boolean unused = errand.run(random.nextInt(3), OF_DROP, random, errand::succeeded);
    notes.tried("drop");
  }

  private void scratch(String name, Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> left = Files.list(directory)) {
      left.forEach(file -> notes.wrong(name + " left " + file + " behind"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  /** What was tried, by name. */
  public List<String> tried() {
    return notes.all();
  }

  /** What is wrong. */
  public List<String> findings() {
    return notes.findings();
  }

  @Override
  public void close() {
    store.close();
  }
}
