package io.sessionfold.chaos.agent;

import io.sessionfold.store.GenerationStatus.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import net.bytebuddy.asm.Advice;

/**
 * Code that is copied into the making of Kafka's clients, so that a partition of a stopped process
 * is taken over in seconds, and into that of leases and holds, so that they run out in seconds.
 * Nothing that the guarantees rest on is changed.
 */
final class TimeoutAdvice {
  private TimeoutAdvice() {}

  static final class OfSink {
    private OfSink() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return Map<String, Object> config) {
      config.put("session.timeout.ms", 3_000);
      config.put("heartbeat.interval.ms", 500);
      // A group waits so long for a member that its broker remembers and that is gone.
      config.put("max.poll.interval.ms", 45_000);
    }
  }

  static final class OfProjector {
    private OfProjector() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return Properties config) {
      config.put("main.consumer.session.timeout.ms", 3_000);
      config.put("main.consumer.heartbeat.interval.ms", 500);
      config.put("producer.transaction.timeout.ms", 4_000);
    }
  }

  /** Shorter than an outage of MongoDB may be: a lease that runs out is tried as well. */
  static final class OfLease {
    private OfLease() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Lease lease) {
      Instant until = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.MILLIS);
      lease = new Lease(lease.holder(), lease.who(), until);
    }
  }

  static final class OfSwap {
    private OfSwap() {}

    @SuppressWarnings("UnusedVariable") // It is the answer of the method that is woven.
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Instant until) {
      until = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.MILLIS);
    }
  }

  static final class OfHold {
    private OfHold() {}

    @SuppressWarnings("UnusedVariable") // It is an argument of the method that is woven.
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 3, readOnly = false) Duration term) {
      term = Duration.ofSeconds(6);
    }
  }
}
