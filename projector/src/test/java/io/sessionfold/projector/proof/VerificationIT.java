package io.sessionfold.projector.proof;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.projector.proof.Difference.Kind;
import io.sessionfold.projector.store.MongoQuarantine;
import io.sessionfold.proof.Digest;
import io.sessionfold.proof.MerkleRoot;
import io.sessionfold.proof.SessionDigest;
import io.sessionfold.sink.WriteResult;
import io.sessionfold.store.QuarantineMark;
import io.sessionfold.testkit.Brokers;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.TestEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The proof over a real broker, a real mongod and real files, whole and damaged by hand. */
class VerificationIT {
  private static final Set<Source> BOTH = Set.of(Source.DOCUMENTS, Source.FILES);

  /** Bounds so small that everything is spilled, split and looked at in many batches. */
  private static final int FEW = 2;

  @RegisterExtension final Brokers kafka = new Brokers();
  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.REAL);
  @TempDir Path directory;

  private final List<Difference> found = new ArrayList<>();
  private ProofStore store;

  @BeforeEach
  void open() throws Exception {
    store = new ProofStore(kafka, mongo, directory.resolve("files"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void everything() throws Exception {
    store.with(Source.DOCUMENTS).with(Source.FILES);
    List<TestEvent> events =
        new ArrayList<>(
            HandDamage.SESSIONS.stream()
                .map(HandDamage::conversation)
                .flatMap(Collection::stream)
                .toList());
    events.addAll(ProofStore.fixtures());
    store.add(events);
  }

  private ProofReport prove(ProofSettings settings) {
    found.clear();
    return store.prove(settings, BOTH, found);
  }

  /** Each batch waits for the sinks: few of them, where they write on. */
  private ProofSettings manyAtOnce() {
    return store.settings().bounds(FEW, 1_000, 2_000);
  }

  private ProofSettings small() {
    return store.settings().bounds(FEW, FEW, 2_000);
  }

  @Test
  void what_is_whole_is_proved_and_each_damage_is_found_with_its_session_path_and_values()
      throws Exception {
    everything();
    ProofReport whole = prove(store.settings());
    assertThat(found).isEmpty();
    assertThat(whole.equal()).isTrue();
    int sessions = store.journal().sessions().size();
    assertThat(whole.sessions()).isEqualTo(sessions);
    assertThat(whole.messages())
        .isEqualTo(
            store.journal().folded().values().stream().mapToLong(s -> s.messages().size()).sum());
    assertThat(whole.roots().keySet())
        .containsExactlyInAnyOrder(Source.DOCUMENTS, Source.FILES, Source.LOG);
    assertThat(whole.roots().values()).containsOnly(expectedRoots());
    assertThat(prove(small()).roots()).isEqualTo(whole.roots());
    assertThat(prove(store.settings().held(store.ends())).roots()).isEqualTo(whole.roots());

    new HandDamage(store).all();
    ProofReport damaged = prove(store.settings());
    assertDamage();
    assertThat(damaged.different()).isEqualTo(12);
    assertThat(damaged.sessions()).isEqualTo(sessions + 1);
    assertThat(damaged.roots().get(Source.LOG)).isEqualTo(whole.roots().get(Source.LOG));
    assertThat(damaged.roots().get(Source.FILES)).isNotEqualTo(whole.roots().get(Source.FILES));

    prove(small());
    assertDamage();
    prove(store.settings().held(store.ends()));
    assertDamage();

    prove(store.settings().session(SessionKey.of("extra")));
    assertThat(found).extracting(Difference::pointer).containsExactly("/metadata/extra");
    ProofReport part = prove(store.settings().sample(new Sample(0.5)));
    assertThat(part.sessions()).isBetween(1L, (long) sessions);
    assertThat(found).allSatisfy(d -> assertThat(new Sample(0.5)).accepts(d.session()));
    assertThatThrownBy(() -> prove(store.settings().session(SessionKey.of("nobody"))))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("no session default/nobody");
    try (Stream<Path> left = Files.list(directory.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  private Roots expectedRoots() {
    List<MerkleRoot> roots =
        IntStream.range(0, ProofStore.PARTITIONS).mapToObj(p -> new MerkleRoot()).toList();
    store.journal().folded().entrySet().stream()
        .sorted(
            Comparator.comparing(e -> Entry.of(e.getKey(), 1, 0, SessionDigest.of(e.getValue()))))
        .forEach(
            e ->
                roots
                    .get(ProofStore.partition(e.getKey()))
                    .add(e.getKey(), SessionDigest.of(e.getValue())));
    List<Digest> digests = roots.stream().map(MerkleRoot::root).toList();
    return new Roots(MerkleRoot.ofPartitions(digests), digests);
  }

  private void assertDamage() {
    assertThat(found).hasSize(12);
    assertPlace("flipped", Source.DOCUMENTS, "/messages/1/message/content", "text I", "text 1");
    assertThat(of("missing").pointer()).startsWith("/messages/0/");
    assertPlace("swapped", Source.DOCUMENTS, "/messages/0/message/content", "text 1", "text 0");
    assertPlace("extra", Source.DOCUMENTS, "/metadata/extra", "7", null);
    assertThat(of("feedback").pointer()).isEqualTo("/feedbacks/0");
    assertThat(of("feedback").found()).isNull();
    assertThat(of("feedback").expected().toString()).contains("\"rating\":\"up\"");
    assertPlace("count", Source.DOCUMENTS, "/agents/" + Events.AGENT + "/message_count", "8", "7");
    assertKind("stale", Source.FILES, Kind.STALE);
    assertThat(of("stale").revision()).isEqualTo(of("stale").logRevision() - 3);
    assertThat(of("stale").pointer()).isNotNull();
    assertKind("gone", Source.DOCUMENTS, Kind.MISSING);
    assertKind("page", Source.DOCUMENTS, Kind.DAMAGED);
    assertThat(of("page").message()).isEqualTo("page 1 is missing");
    assertPlace("line", Source.FILES, "/messages/4/message/content", "text A", "text 4");
    assertKind("header", Source.FILES, Kind.DAMAGED);
    assertThat(of("header").message()).contains("line 1", "checksum");
    assertKind("stranger", Source.DOCUMENTS, Kind.UNKNOWN);
  }

  private void assertPlace(
      String session, Source source, String pointer, String value, String expected) {
    assertKind(session, source, Kind.DIFFERENT);
    assertThat(of(session).pointer()).isEqualTo(pointer);
    assertThat(text(of(session).found())).isEqualTo(value);
    assertThat(text(of(session).expected())).isEqualTo(expected);
  }

  private static String text(JsonText value) {
    return value == null ? null : value.toString().replace("\"", "");
  }

  private void assertKind(String session, Source source, Kind kind) {
    assertThat(of(session).source()).isEqualTo(source);
    assertThat(of(session).kind()).isEqualTo(kind);
  }

  private Difference of(String session) {
    return found.stream()
        .filter(d -> d.session().equals(SessionKey.of(session)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing was told of " + session));
  }

  @Test
  void while_the_sinks_write_nothing_differs() throws Exception {
    everything();
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    CompletableFuture<Void> written = new CompletableFuture<>();
    Future<?> writing =
        writer.submit(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                store.add(busy(i));
                if (i == 5) {
                  written.complete(null);
                }
              }
              return null;
            });
    try {
      written.get(30, TimeUnit.SECONDS);
      for (int i = 0; i < 3; i++) {
        ProofReport report = prove(i == 0 ? manyAtOnce() : store.settings());
        assertThat(found).isEmpty();
        assertThat(report.equal()).isTrue();
        assertThat(report.roots().values()).containsOnly(report.roots().get(Source.LOG));
      }
    } finally {
      stop.set(true);
      writing.get();
      writer.shutdown();
    }
    assertThat(prove(store.settings()).roots().values()).containsOnly(expectedRoots());
  }

  /** Old sessions that go on, with redactions, a new one each time, and sometimes a deletion. */
  private static List<TestEvent> busy(int i) {
    List<TestEvent> events = new ArrayList<>();
    for (String name : HandDamage.SESSIONS.subList(0, 4)) {
      events.add(appended("more " + i).in(name));
      events.add(redacted(target(Events.AGENT, 7 + i / 2)).in(name));
    }
    events.addAll(HandDamage.conversation("new-" + i));
    if (i % 5 == 4) {
      events.add(Events.deleted().in("new-" + (i - 2)));
    }
    return events;
  }

  @Test
  void a_projection_that_nobody_writes_is_left_out_and_one_that_is_behind_is_told()
      throws Exception {
    store.with(Source.DOCUMENTS);
    store.add(HandDamage.conversation("a"));
    ProofReport report = prove(store.settings());
    assertThat(report.leftOut()).containsExactly(Source.FILES);
    assertThat(report.equal()).isTrue();
    assertThatThrownBy(() -> store.prove(store.settings(), Set.of(Source.FILES), found))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("nothing to compare");

    store.publish(HandDamage.conversation("b"));
    assertThatThrownBy(() -> prove(store.settings().patience(Duration.ofMillis(300))))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("sink mongo of generation 3")
        .hasMessageContaining("records behind on partition");
  }

  @Test
  void a_session_in_quarantine_is_not_proved() throws Exception {
    store.with(Source.DOCUMENTS).with(Source.FILES);
    store.add(HandDamage.conversation("a"));
    store.add(HandDamage.conversation("b"));
    store.sessions().deleteOne(Filters.eq("a"));
    store.pages().deleteMany(Filters.eq("session", "a"));
    MongoQuarantine quarantine = new MongoQuarantine(store.database);
    quarantine.mark(List.of(mark("a"), mark("b")));
    ProofReport report = prove(store.settings());
    assertThat(report.different()).isEqualTo(2);
    assertThat(found)
        .extracting(Difference::kind)
        .containsExactly(Kind.QUARANTINED, Kind.QUARANTINED);
    assertThat(found).extracting(Difference::message).containsOnly("too large");

    quarantine.remove(mark("b"));
    assertThat(prove(store.settings()).different()).isEqualTo(1);
    quarantine.remove(mark("a"));
    prove(store.settings());
    assertThat(found).extracting(Difference::kind).containsExactly(Kind.MISSING);
  }

  private static QuarantineMark mark(String session) {
    SessionKey key = SessionKey.of(session);
    return new QuarantineMark(
        ProofStore.GENERATION,
        "mongo",
        key,
        ProofStore.partition(key),
        0,
        1,
        12,
        WriteResult.Kind.REFUSED,
        "too large",
        Instant.EPOCH);
  }

  @Test
  void a_journal_without_records_is_proved() {
    ProofReport report = prove(store.settings());
    assertThat(report.equal()).isTrue();
    assertThat(report.sessions()).isZero();
    assertThat(report.roots().values()).hasSize(3);
    assertThat(Map.copyOf(report.roots()).values().stream().distinct()).hasSize(1);
  }
}
