package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Cluster.Role;
import io.sessionfold.chaos.cluster.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Somebody sets the projector's group back to the beginning: every record is read again. */
final class OffsetReset {
  private static final Duration GROUP_EMPTY_WITHIN = Duration.ofSeconds(20);

  private OffsetReset() {}

  static boolean strike(Cluster cluster, Random random) {
    List<Part> projectors =
        List.of(cluster.part(Role.PROJECTOR, 1), cluster.part(Role.PROJECTOR, 2));
    boolean second = projectors.get(1).isAlive();
    projectors.forEach(Part::kill);
    Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
    for (int p = 0; p < Cluster.PARTITIONS; p++) {
      beginning.put(new TopicPartition("agent-messages", p), new OffsetAndMetadata(0));
      beginning.put(new TopicPartition("agent-metadata", p), new OffsetAndMetadata(0));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      return Pause.until(GROUP_EMPTY_WITHIN, () -> reset(admin, beginning));
    } finally {
      projectors.get(0).start();
      if (second) {
        projectors.get(1).start();
      }
    }
  }

  private static boolean reset(Admin admin, Map<TopicPartition, OffsetAndMetadata> beginning) {
    try {
      admin.alterConsumerGroupOffsets("sessionfold-j1", beginning).all().get();
      return true;
    } catch (ExecutionException e) {
      return false; // It still believes in the members that were killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
