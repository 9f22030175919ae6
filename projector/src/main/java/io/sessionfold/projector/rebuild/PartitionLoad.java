package io.sessionfold.projector.rebuild;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.projector.regroup.SessionStretch;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.sink.WriteResult.Refusal;
import io.sessionfold.store.Projection;
import io.sessionfold.store.QuarantineMark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The writers of one partition's stretch. Each change is decoded once; the thread that decodes
 * gives it on, and several others fold and write. A session belongs to one writer of its
 * projection.
 */
final class PartitionLoad implements AutoCloseable {
  private static final int REJECTIONS_AT_ONCE = 1_000;
  private static final long ASK_AGAIN_MILLIS = 500;

  private static final class Lane {
    final LoadWriter writer;
    LoadBatch batch = new LoadBatch();

    Lane(LoadWriter writer) {
      this.writer = writer;
    }

    void giveIfFull() throws InterruptedException {
      if (batch.isFull()) {
        give();
      }
    }

    void give() throws InterruptedException {
      if (batch.changes() > 0) {
        writer.give(batch.batch());
        batch = new LoadBatch();
      }
    }
  }

  private final LoadTarget target;
  private final int partition;
  private final LoadControl control;
  private final List<SessionSink> sinks = new ArrayList<>();
  private final List<Lane> documents = new ArrayList<>();
  private final List<Lane> files = new ArrayList<>();
  private final List<Rejected> rejections = new ArrayList<>();

  private PartitionLoad(LoadTarget target, int partition, LoadControl control) {
    this.target = target;
    this.partition = partition;
    this.control = control;
  }

  /** Opens the writers; waits until the partition may be written. */
  static PartitionLoad open(LoadTarget target, int partition, LoadControl control)
      throws InterruptedException {
    PartitionLoad load = new PartitionLoad(target, partition, control);
    boolean opened = false;
    try {
      for (Projection projection : target.projections()) {
        boolean many = projection == Projection.DOCUMENTS;
        for (int i = 0; i < (many ? target.writers() : 1); i++) {
          (many ? load.documents : load.files).add(load.lane(projection, i));
        }
      }
      opened = true;
      return load;
    } finally {
      if (!opened) {
        load.close();
      }
    }
  }

  private Lane lane(Projection projection, int number) throws InterruptedException {
    SessionSink sink = Outages.outlast(() -> target.sinks().apply(projection));
    sinks.add(sink);
    while (!Outages.outlast(() -> sink.acquire(Set.of(partition))).contains(partition)) {
      control.goOn();
      TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
    }
    return new Lane(
        new LoadWriter(
            sink,
            "load-" + sink.name() + "-" + number,
            (batch, result) -> quarantine(sink.name(), batch, result)));
  }

  /** Writes a rejection, at the latest at {@link #finish}. */
  void rejection(Rejected rejected) {
    rejections.add(rejected);
    if (rejections.size() >= REJECTIONS_AT_ONCE) {
      uninterrupted(this::giveRejections);
    }
  }

  private void giveRejections() throws InterruptedException {
    if (!rejections.isEmpty() && !documents.isEmpty()) {
      documents.get(0).writer.give(new ChangeBatch(List.of(), rejections));
    }
    rejections.clear();
  }

  /** Writes a session, at the latest at {@link #finish}. */
  void session(SessionStretch stretch) {
    uninterrupted(() -> write(stretch));
  }

  private void write(SessionStretch stretch) throws InterruptedException {
    List<Lane> lanes = new ArrayList<>(files);
    if (!documents.isEmpty()) {
      lanes.add(documents.get(Math.floorMod(stretch.session().hashCode(), documents.size())));
    }
    long changes = 0;
    for (Applied change : stretch) {
      for (Lane lane : lanes) {
        lane.batch.add(change);
        if (lane.batch.isFull()) {
          lane.batch.endOfSession(stretch.session(), partition, stretch.firstOffset());
          lane.give();
        }
      }
      changes++;
    }
    for (Lane lane : lanes) {
      lane.batch.endOfSession(stretch.session(), partition, stretch.firstOffset());
      lane.giveIfFull();
    }
    control.written(changes);
  }

  /**
   * Waits until all of it is written and durable.
   *
   * @return whether it is: not if a store lost something, and then it is to be loaded again
   */
  boolean finish() throws InterruptedException {
    giveRejections();
    List<Lane> lanes = new ArrayList<>(documents);
    lanes.addAll(files);
    for (Lane lane : lanes) {
      lane.give();
    }
    for (Lane lane : lanes) {
      lane.writer.finish();
    }
    boolean whole = true;
    for (SessionSink sink : sinks) {
      whole &= Outages.outlast(sink::checkpoint).isEmpty();
    }
    return whole;
  }

  /** What a store refuses is left out with a mark, as the sinks do it. */
  private void quarantine(String sink, ChangeBatch batch, WriteResult result) {
    if (result.refused().isEmpty()) {
      return;
    }
    List<QuarantineMark> marks = new ArrayList<>();
    for (SessionChanges changes : batch.sessions()) {
      Refusal refusal = result.refused().get(changes.session());
      if (refusal != null) {
        marks.add(
            new QuarantineMark(
                target.generation(),
                sink,
                changes.session(),
                partition,
                changes.firstOffset(),
                Math.max(refusal.storedRevision() + 1, changes.from()),
                changes.to(),
                refusal.kind(),
                refusal.message(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS)));
      }
    }
    uninterrupted(
        () ->
            Outages.outlast(
                () -> {
                  target.quarantine().mark(marks);
                  return true;
                }));
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static void uninterrupted(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RebuildException("the rebuild was interrupted; the next one goes on");
    }
  }

  @Override
  public void close() {
    documents.forEach(lane -> lane.writer.close());
    files.forEach(lane -> lane.writer.close());
    sinks.forEach(SessionSink::close);
  }
}
