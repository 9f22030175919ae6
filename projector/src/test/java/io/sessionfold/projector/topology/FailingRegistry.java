package io.sessionfold.projector.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the projector fail after it has written a record's change and state: counting the record is
 * the last thing it does with it.
 */
final class FailingRegistry extends SimpleMeterRegistry {
  private final AtomicInteger counted = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final int[] failAt;

  FailingRegistry(int... failAt) {
    this.failAt = failAt;
  }

  int failed() {
    return failed.get();
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    return id.getName().equals("sessionfold.projector.records")
        ? new FailingCounter(id)
        : super.newCounter(id);
  }

  private final class FailingCounter extends CumulativeCounter {
    FailingCounter(Meter.Id id) {
      super(id);
    }

    @Override
    public void increment(double amount) {
      int now = counted.incrementAndGet();
      if (Arrays.stream(failAt).anyMatch(at -> at == now)) {
        failed.incrementAndGet();
        throw new IllegalStateException("failing at record " + now + ", as the test wants");
      }
      super.increment(amount);
    }
  }
}
