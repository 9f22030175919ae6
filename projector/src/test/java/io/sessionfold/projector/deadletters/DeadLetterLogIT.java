package io.sessionfold.projector.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Brokers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters on a real broker, written in transactions as the projector writes them. */
class DeadLetterLogIT {
  private static final String UNKNOWN_TARGET =
      "[{\"code\":\"unknown-target\",\"pointer\":\"/target\",\"message\":\"no such message\"}]";
  private static final String DELETED =
      "[{\"code\":\"deleted\",\"pointer\":\"\",\"message\":\"the session is deleted\"}]";

  @RegisterExtension final Brokers kafka = new Brokers();

  private final int journal = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
  private String log;
  private Map<String, Object> properties;
  private KafkaProducer<byte @Nullable [], byte @Nullable []> projector;

  @BeforeEach
  void topics() throws Exception {
    log = kafka.name("log");
    properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      List<NewTopic> topics =
          List.of(
              new NewTopic(StoreNames.deadLetters(journal), 2, (short) 1),
              new NewTopic(log, 2, (short) 1));
      admin.createTopics(topics).all().get();
      await().until(() -> admin.listTopics().names().get().contains(log));
    }
    projector =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "transactional.id", kafka.name("projector")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    projector.initTransactions();
  }

  @AfterEach
  void close() {
    projector.close();
  }

  private void letter(
      int partition, long offset, byte @Nullable [] value, String reasons, boolean commit) {
    ProducerRecord<byte @Nullable [], byte @Nullable []> record =
        new ProducerRecord<>(
            StoreNames.deadLetters(journal), partition, utf8("default/s" + partition), value);
    record.headers().add("ce_id", utf8("e" + offset)).add("ce_type", utf8("com.example"));
    record
        .headers()
        .add("sessionfold.topic", utf8(log))
        .add("sessionfold.partition", utf8(Integer.toString(partition)))
        .add("sessionfold.offset", utf8(Long.toString(offset)))
        .add("sessionfold.stage", utf8("sequence"))
        .add("sessionfold.reasons", utf8(reasons))
        .add("sessionfold.recorded_at", utf8("2026-01-02T03:04:05.000Z"));
    projector.beginTransaction();
    Future<RecordMetadata> sent = projector.send(record);
    if (commit) {
      projector.commitTransaction();
      awaitReadable(sent);
    } else {
      projector.flush();
      projector.abortTransaction();
    }
  }

  /** A commit is answered before its marker is in the partition. */
  private void awaitReadable(Future<RecordMetadata> sent) {
    try (Admin admin = Admin.create(properties)) {
      await()
          .until(
              () -> {
                RecordMetadata at = sent.get();
                TopicPartition partition = new TopicPartition(at.topic(), at.partition());
                return admin
                        .listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(partition)
                        .get()
                        .offset()
                    > at.offset();
              });
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<DeadLetter> read(DeadLetterFilter filter) {
    List<DeadLetter> found = new ArrayList<>();
    try (DeadLetterLog letters = new DeadLetterLog(properties, journal)) {
      letters.read(filter, found::add);
    }
    return found;
  }

  @Test
  void what_is_committed_is_read_to_its_end_and_nothing_else() {
    letter(0, 7, utf8("{}"), UNKNOWN_TARGET, true);
    letter(1, 8, utf8("{}"), UNKNOWN_TARGET, false);
    letter(1, 9, null, DELETED, true);
    letter(0, 10, utf8("{}"), UNKNOWN_TARGET, false);

    assertThat(read(DeadLetterFilter.ALL))
        .extracting(letter -> letter.at().toString())
        .containsExactly(log + "-0-7", log + "-1-9");
  }

  @Test
  void a_topic_without_dead_letters_is_an_answer_and_no_topic_is_told() {
    assertThat(read(DeadLetterFilter.ALL)).isEmpty();
    try (DeadLetterLog letters = new DeadLetterLog(properties, journal + 1)) {
      assertThatThrownBy(() -> letters.read(DeadLetterFilter.ALL, letter -> true))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("topics ensure");
    }
  }

  @Test
  void filters_narrow_it_down() {
    letter(0, 7, utf8("{}"), UNKNOWN_TARGET, true);
    letter(1, 9, null, DELETED, true);
    Instant at = Instant.parse("2026-01-02T03:04:05Z");

    assertThat(read(filter("default/s0", null, null, null, null))).hasSize(1);
    assertThat(read(filter(null, "deleted", null, null, null))).hasSize(1);
    assertThat(read(filter(null, null, "com.example", null, null))).hasSize(2);
    assertThat(read(filter(null, null, null, at, null))).hasSize(2);
    assertThat(read(filter(null, null, null, null, at))).isEmpty();
    LogPosition place = new LogPosition(log, 1, 9);
    assertThat(read(DeadLetterFilter.at(Set.of(place))))
        .singleElement()
        .satisfies(letter -> assertThat(letter.isOfDeleted()).isTrue());
  }

  private static DeadLetterFilter filter(
      @Nullable String session,
      @Nullable String code,
      @Nullable String type,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new DeadLetterFilter(
        session, null, code, null, type, null, null, since, until, Set.of());
  }

  @Test
  void a_replayed_record_is_the_one_that_came_without_our_headers() {
    byte[] bytes = {(byte) 0xC3, 0x28, 0, 1};
    letter(0, 7, bytes, UNKNOWN_TARGET, true);
    DeadLetter letter = read(DeadLetterFilter.ALL).get(0);
    LogPosition at;
    try (Republishing republishing = new Republishing(properties)) {
      at = republishing.publish(letter).toCompletableFuture().join();
    }

    ConsumerRecord<byte[], byte[]> found = at(at);
    assertThat(found.value()).isEqualTo(bytes);
    assertThat(found.key()).isEqualTo(utf8("default/s0"));
    assertThat(found.headers()).extracting(h -> h.key()).containsExactly("ce_id", "ce_type");
  }

  @Test
  void what_was_published_to_a_deleted_session_is_not_replayed() {
    letter(0, 7, null, DELETED, true);
    DeadLetter letter = read(DeadLetterFilter.ALL).get(0);
    try (Republishing republishing = new Republishing(properties)) {
      assertThatThrownBy(() -> republishing.publish(letter))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("deleted");
    }
  }

  @Test
  void content_that_was_left_out_comes_from_the_event_log() throws Exception {
    ProducerRecord<byte @Nullable [], byte @Nullable []> original =
        new ProducerRecord<>(log, 1, utf8("default/large"), utf8("{\"large\":true}"));
    original.headers().add("ce_id", utf8("large"));
    projector.beginTransaction();
    long offset = projector.send(original).get().offset();
    projector.commitTransaction();
    DeadLetter letter =
        new DeadLetter(
            new LogPosition(log, 1, offset),
            Instant.EPOCH,
            "check",
            List.of(),
            9_000_000L,
            null,
            null,
            List.of());

    LogPosition at;
    try (Republishing republishing = new Republishing(properties)) {
      at = republishing.publish(letter).toCompletableFuture().join();
    }

    assertThat(at(at).value()).isEqualTo(utf8("{\"large\":true}"));
    assertThat(at(at).headers()).extracting(h -> h.key()).containsExactly("ce_id");
  }

  private ConsumerRecord<byte[], byte[]> at(LogPosition position) {
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, position.offset());
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      await()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return !found.isEmpty();
              });
      return found.get(0);
    }
  }
}
