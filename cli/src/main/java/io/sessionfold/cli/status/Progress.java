package io.sessionfold.cli.status;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads how far each stage is: the log's ends from Kafka, the stages' positions from both stores.
 */
public final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admin admin;
  private final MongoConnection mongo;
  private final MongoDatabase database;
  private final int journal;

  /** Connects. */
  public Progress(Place place) {
    admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                place.bootstrapServers(),
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                (int) PATIENCE.toMillis()));
    mongo = MongoConnection.open(place.mongoUri(), place.settings().flag(Setting.MONGO_STANDALONE));
    database = mongo.database(place.database());
    journal = place.journal();
  }

  /** The stages at this moment, in the order of the flow. */
  public List<Stage> stages() {
    int partitions = partitions();
    List<Stage> stages = new ArrayList<>();
    Map<TopicPartition, Long> committed = committed(StoreNames.applicationId(journal));
    for (IngressTopic topic : IngressTopic.values()) {
      stages.add(stage("projector", topic.topicName(), partitions, committed));
    }
    ActivePointer active = new Generations(database).read().orElse(ActivePointer.FIRST);
    stages.add(sink("mongo", active.documents(), partitions));
    stages.add(sink("jsonl", active.files(), partitions));
    return stages;
  }

  private Stage stage(
      String name, String topic, int partitions, Map<TopicPartition, Long> positions) {
    Map<TopicPartition, Long> ends = ends(topic, partitions);
    Map<Integer, Stage.At> at = new HashMap<>();
    ends.forEach(
        (partition, end) ->
            at.put(
                partition.partition(), new Stage.At(positions.getOrDefault(partition, 0L), end)));
    return new Stage(name, topic, at);
  }

  private Stage sink(String sink, int generation, int partitions) {
    String topic = StoreNames.journal(journal);
    Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
    Map<Integer, Watermark> marks = new MongoWatermarks(database).read(generation, sink, all);
    Map<TopicPartition, Long> positions = new HashMap<>();
    marks.forEach(
        (partition, w) -> positions.put(new TopicPartition(topic, partition), w.journal()));
    return stage(sink + "-sink", topic, partitions, positions);
  }

  private int partitions() {
    String topic = IngressTopic.MESSAGES.topicName();
    return get(admin.describeTopics(Set.of(topic)).topicNameValues().get(topic))
        .partitions()
        .size();
  }

  private Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> committed = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            committed.put(partition, offset.offset());
          }
        });
    return committed;
  }

  private Map<TopicPartition, Long> ends(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int p = 0; p < partitions; p++) {
      asked.put(new TopicPartition(topic, p), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw new IllegalStateException(
          "Kafka does not answer: " + cause.getMessage() + "; check that the brokers run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka", e);
    }
  }

  @Override
  public void close() {
    admin.close(PATIENCE);
    mongo.close();
  }
}
