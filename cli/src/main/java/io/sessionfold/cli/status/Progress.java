package io.sessionfold.cli.status;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.pipeline.KafkaFacts;
import io.sessionfold.cli.pipeline.Stores;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.projector.store.Generations;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.MongoWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads how far each stage is: the log's ends from Kafka, the stages' positions from both stores.
 */
public final class Progress implements AutoCloseable {
  private final KafkaFacts kafka;
  private final MongoConnection mongo;
  private final MongoDatabase database;

  /** Connects. */
  public Progress(Place place) {
    kafka = new KafkaFacts(place);
    try {
      mongo = Stores.openNow(place);
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    database = mongo.database(place.database());
  }

  /** The database that the stores' positions are in. */
  public MongoDatabase database() {
    return database;
  }

  /** The stages at this moment, in the order of the flow. */
  public List<Stage> stages() {
    int partitions = kafka.partitions(IngressTopic.MESSAGES.topicName());
    ActivePointer active = new Generations(database).read().orElse(ActivePointer.FIRST);
    Map<TopicPartition, Long> committed =
        kafka.committed(StoreNames.applicationId(active.journal()));
    List<Stage> stages = new ArrayList<>();
    for (IngressTopic topic : IngressTopic.values()) {
      stages.add(stage("projector", topic.topicName(), partitions, committed));
    }
    String journal = StoreNames.journal(active.journal());
    stages.add(sink("mongo", journal, active.documents(), partitions));
    stages.add(sink("jsonl", journal, active.files(), partitions));
    return stages;
  }

  private Stage stage(
      String name, String topic, int partitions, Map<TopicPartition, Long> positions) {
    Map<Integer, Stage.At> at = new HashMap<>();
    kafka
        .ends(topic, partitions)
        .forEach(
            (partition, end) ->
                at.put(
                    partition.partition(),
                    new Stage.At(positions.getOrDefault(partition, 0L), end)));
    return new Stage(name, topic, at);
  }

  private Stage sink(String sink, String journal, int generation, int partitions) {
    Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
    Map<Integer, Watermark> marks = new MongoWatermarks(database).read(generation, sink, all);
    Map<TopicPartition, Long> positions = new HashMap<>();
    marks.forEach(
        (partition, w) -> positions.put(new TopicPartition(journal, partition), w.journal()));
    return stage(sink + "-sink", journal, partitions, positions);
  }

  @Override
  public void close() {
    kafka.close();
    mongo.close();
  }
}
