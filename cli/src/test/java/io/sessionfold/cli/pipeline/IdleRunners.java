package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.projector.runner.HoldSource;
import io.sessionfold.projector.runner.SinkFeed;
import io.sessionfold.projector.runner.SinkRunner;
import io.sessionfold.projector.runner.SinkRunnerSettings;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.projector.store.Watermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.testkit.MemorySink;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/** Loops without brokers and stores. */
final class IdleRunners {
  private IdleRunners() {}

  /** A loop of a generation. */
  static SinkRunner runner(FencedConsumer consumer, int generation) {
    SinkFeed feed =
        new SinkFeed(
            consumer,
            1,
            generation,
            new MemorySink("mongo"),
            new NoWatermarks(),
            new NoQuarantine(),
            HoldSource.NONE,
            () -> new FencedConsumer(false));
    return SinkRunner.start(feed, SinkRunnerSettings.DEFAULTS, new SimpleMeterRegistry());
  }

  /** Of a group that gives it nothing, or knows another member of its name. */
  static final class FencedConsumer extends MockConsumer<byte[], byte[]> {
    private final boolean fenced;
    final AtomicInteger polls = new AtomicInteger();

    FencedConsumer(boolean fenced) {
      super("earliest");
      this.fenced = fenced;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      polls.incrementAndGet();
      if (fenced) {
        throw new FencedInstanceIdException("another member.id");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      return super.poll(Duration.ZERO);
    }
  }

  private static final class NoWatermarks implements Watermarks {
    @Override
    public void raise(int generation, String sink, Map<Integer, Watermark> watermarks) {}

    @Override
    public Map<Integer, Watermark> read(int generation, String sink, Set<Integer> partitions) {
      return Map.of();
    }
  }

  private static final class NoQuarantine implements Quarantine {
    @Override
    public void mark(Collection<QuarantineMark> marks) {}

    @Override
    public List<QuarantineMark> all() {
      return List.of();
    }

    @Override
    public boolean request(QuarantineMark mark, Instant at) {
      return false;
    }

    @Override
    public List<QuarantineMark> requested(int generation, String sink) {
      return List.of();
    }

    @Override
    public void fail(QuarantineMark failed) {}

    @Override
    public void remove(QuarantineMark released) {}

    @Override
    public List<QuarantineMark> read(int generation, String sink, Set<Integer> partitions) {
      return List.of();
    }
  }
}
