package io.sessionfold.projector.runner;

import static io.sessionfold.testkit.Changes.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.SinkStatus.State;
import io.sessionfold.projector.store.MemoryQuarantine;
import io.sessionfold.projector.store.MemoryWatermarks;
import io.sessionfold.sink.Watermark;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.Brokers;
import io.sessionfold.testkit.MemorySink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The loop on a real broker: transactions, rebalances, committed offsets. */
class SinkRunnerIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final SessionKey A = SessionKey.of("a");
  private static final SessionKey B = SessionKey.of("b");

  @RegisterExtension final Brokers kafka = new Brokers();

  private final int journal = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
  private final MemoryWatermarks watermarks = new MemoryWatermarks();
  private final MemoryQuarantine quarantine = new MemoryQuarantine();
  private final List<SinkRunner> runners = new ArrayList<>();
  private final List<MemberName> members = new ArrayList<>();
  @TempDir Path directory;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void open() throws Exception {
    createJournal(journal);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "transactional.id", kafka.name("journal")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  private void createJournal(int number) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      NewTopic topic = new NewTopic(StoreNames.journal(number), 2, (short) 1);
      admin.createTopics(List.of(topic)).all().get();
      await().atMost(LIMIT).until(() -> admin.listTopics().names().get().contains(topic.name()));
    }
  }

  @AfterEach
  void close() {
    runners.forEach(SinkRunner::close);
    members.forEach(MemberName::close);
    producer.close();
  }

  @Test
  void what_is_committed_is_written_and_what_is_aborted_is_not() {
    MemorySink sink = new MemorySink("memory");
    SinkRunner runner = start(sink);
    producer.beginTransaction();
    send(0, A, 1);
    producer.flush();
    producer.abortTransaction();
    commit(0, A, 1, 3);
    await().atMost(LIMIT).until(() -> sink.revision(A) == 3);
    await().atMost(LIMIT).until(() -> watermark(0).journal() == 6);
    assertThat(runner.status().counts().records()).isEqualTo(3);
    await().atMost(LIMIT).until(() -> Long.valueOf(0).equals(runner.status().lag().get(0)));
    assertThat(runner.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_restart_reads_on_from_the_watermark() {
    MemorySink sink = new MemorySink("memory");
    SinkRunner first = start(sink);
    commit(0, A, 1, 2);
    await().atMost(LIMIT).until(() -> sink.revision(A) == 2);
    first.close();
    assertThat(first.status().state()).isEqualTo(State.STOPPED);
    commit(0, A, 3, 4);
    SinkRunner second = start(sink);
    await().atMost(LIMIT).until(() -> sink.revision(A) == 4);
    assertThat(second.status().counts().records()).isEqualTo(2);
  }

  @Test
  void a_second_member_takes_partitions_over_and_nothing_is_written_twice_or_lost() {
    MemorySink one = new MemorySink("memory");
    MemorySink two = new MemorySink("memory");
    start(one);
    await().atMost(LIMIT).until(() -> one.held().equals(Set.of(0, 1)));
    start(two);
    await().atMost(LIMIT).until(() -> one.held().size() == 1 && two.held().size() == 1);
    commit(0, A, 1, 5);
    commit(1, B, 1, 5);
    await().atMost(LIMIT).until(() -> one.revision(A) + two.revision(A) == 5);
    await().atMost(LIMIT).until(() -> one.revision(B) + two.revision(B) == 5);
    assertThat(one.revision(A) == 5 ^ one.revision(B) == 5).isTrue();
  }

  @Test
  void a_process_that_was_killed_has_its_partitions_back_before_its_session_times_out() {
    MemberName member = member();
    Map<String, ?> patient =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "session.timeout.ms",
            (int) Duration.ofMinutes(20).toMillis(),
            "max.poll.interval.ms",
            (int) Duration.ofMinutes(20).toMillis());
    Consumer<byte[], byte[]> killed = JournalConsumer.open(patient, "memory", journal, member);
    killed.subscribe(List.of(StoreNames.journal(journal)), new FromTheBeginning(killed));
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              killed.poll(Duration.ofMillis(100));
              return killed.assignment().size() == 2;
            });
    killed.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));

    MemorySink sink = new MemorySink("memory");
    start(sink, journal, member);

    await().atMost(LIMIT).until(() -> sink.held().equals(Set.of(0, 1)));
  }

  @Test
  void an_outage_keeps_the_place_in_the_group_and_loses_nothing() {
    MemorySink sink = new MemorySink("memory");
    SinkRunner runner = start(sink);
    await().atMost(LIMIT).until(() -> sink.held().size() == 2);
    sink.setUnavailable(true);
    commit(0, A, 1, 5);
    await().atMost(LIMIT).until(() -> runner.status().state() == State.UNAVAILABLE);
    commit(1, B, 1, 5);
    await().atMost(LIMIT).until(() -> runner.status().totalLag() > 0);
    sink.setUnavailable(false);
    await().atMost(LIMIT).until(() -> sink.revision(A) == 5 && sink.revision(B) == 5);
    assertThat(sink.held()).containsExactlyInAnyOrder(0, 1);
    await().atMost(LIMIT).until(() -> runner.status().isReady());
  }

  @Test
  void a_journal_that_is_missing_is_named_and_read_once_it_is_there() throws Exception {
    int missing = journal + 1;
    SinkRunner runner = start(new MemorySink("memory"), missing);
    await().atMost(LIMIT).until(() -> runner.status().reason().contains("topics ensure"));
    assertThat(runner.status().reason()).contains(StoreNames.journal(missing));
    createJournal(missing);
    await().atMost(LIMIT).until(() -> runner.status().isReady());
  }

  private SinkRunner start(MemorySink sink) {
    return start(sink, journal);
  }

  private SinkRunner start(MemorySink sink, int number) {
    return start(sink, number, member());
  }

  private MemberName member() {
    try {
      MemberName member = MemberName.take(directory, "memory");
      members.add(member);
      return member;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SinkRunner start(MemorySink sink, int number, MemberName member) {
    SinkFeed feed =
        new SinkFeed(
            JournalConsumer.open(
                Map.of("bootstrap.servers", kafka.bootstrapServers()), "memory", number, member),
            number,
            number,
            sink,
            watermarks,
            quarantine,
            HoldSource.NONE,
            () ->
                JournalConsumer.openForReplay(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()), "memory", number));
    SinkRunner runner =
        SinkRunner.start(feed, SinkRunnerSettings.DEFAULTS, new SimpleMeterRegistry());
    runners.add(runner);
    return runner;
  }

  private void commit(int partition, SessionKey session, int from, int to) {
    producer.beginTransaction();
    for (int revision = from; revision <= to; revision++) {
      send(partition, session, revision);
    }
    producer.commitTransaction();
  }

  private void send(int partition, SessionKey session, int revision) {
    byte[] value =
        ChangeCodec.write(applied(session, revision, partition, revision))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    // The commit waits for it, and fails if it failed.
    Future<?> unused =
        producer.send(new ProducerRecord<>(StoreNames.journal(journal), partition, null, value));
  }

  private Watermark watermark(int partition) {
    return watermarks
        .read(journal, "memory", Set.of(partition))
        .getOrDefault(partition, Watermark.NONE);
  }

  private record FromTheBeginning(Consumer<?, ?> consumer) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.seekToBeginning(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
  }
}
