package io.sessionfold.projector.rebuild;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import java.util.Set;

/** A sink before another one, for tests that come between. */
abstract class ForwardingSink implements SessionSink {
  private final SessionSink sink;

  ForwardingSink(SessionSink sink) {
    this.sink = sink;
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Set<Integer> acquire(Set<Integer> partitions) {
    return sink.acquire(partitions);
  }

  @Override
  public void release(Set<Integer> partitions) {
    sink.release(partitions);
  }

  @Override
  public WriteResult write(ChangeBatch batch) {
    return sink.write(batch);
  }

  @Override
  public Set<Integer> checkpoint() {
    return sink.checkpoint();
  }

  @Override
  public boolean isEmpty() {
    return sink.isEmpty();
  }

  @Override
  public void discard(SessionKey session, int partition) {
    sink.discard(session, partition);
  }

  @Override
  public void close() {
    sink.close();
  }
}
