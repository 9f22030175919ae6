package io.sessionfold.chaos.agent;

import java.util.Map;
import java.util.Properties;
import net.bytebuddy.asm.Advice;

/**
 * Code that is copied into the making of Kafka's clients, so that a partition of a stopped process
 * is taken over in seconds. Nothing that the guarantees rest on is changed.
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
}
