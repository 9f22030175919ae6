package io.sessionfold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.benchmarks.CpuTimes.Group;
import org.junit.jupiter.api.Test;

class CpuTimesTest {
  @Test
  void a_producer_belongs_to_whoever_publishes_with_it() {
    assertThat(CpuTimes.group("kafka-producer-network-thread | sessionfold-j1-a-StreamThread-1-p"))
        .isEqualTo(Group.PROJECTOR);
    assertThat(CpuTimes.group("kafka-producer-network-thread | producer-1"))
        .isEqualTo(Group.PUBLISHER);
  }

  @Test
  void the_writers_of_a_sink_belong_to_the_sinks() {
    assertThat(CpuTimes.group("sink-mongo-g1")).isEqualTo(Group.SINKS);
    assertThat(CpuTimes.group("sessionfold-mongo-sink")).isEqualTo(Group.SINKS);
  }

  @Test
  void the_brokers_threads_are_known() {
    assertThat(CpuTimes.group("data-plane-kafka-request-handler-0")).isEqualTo(Group.BROKER);
    assertThat(CpuTimes.group("group-coordinator-event-processor-0")).isEqualTo(Group.BROKER);
  }
}
