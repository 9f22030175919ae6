package io.sessionfold.http.feed;

import static io.sessionfold.testkit.Events.appended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.HttpService;
import io.sessionfold.http.HttpSettings;
import io.sessionfold.http.feed.EventReader.Block;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.feed.ChangeFeed;
import io.sessionfold.query.feed.FeedSettings;
import io.sessionfold.store.ActivePointer;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.MongoBackend;
import io.sessionfold.testkit.Mongos;
import io.sessionfold.testkit.Pieces;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a real journal, by clients of their own; each test has a journal of its own. */
class FeedRoutesIT {
  private static final AtomicInteger JOURNALS = new AtomicInteger(200);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final SessionKey S = SessionKey.of("s 1");

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);

  private final int journal = JOURNALS.incrementAndGet();
  private final Pieces pieces = Pieces.withPagesOf(100);
  private ChangeFeed feed;
  private FeedRoutes routes;
  private HttpService http;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(BrokerConfig.in(directory));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close();
    broker.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        MongoClient client = MongoClients.create(mongo.uri())) {
      admin
          .createTopics(List.of(new NewTopic(StoreNames.journal(journal), 1, (short) 1)))
          .all()
          .get();
      client
          .getDatabase(mongo.database())
          .getCollection(StoreNames.GENERATIONS, BsonDocument.class)
          .insertOne(new ActivePointer(1, 1, journal, null).toBson());
    }
  }

  @AfterEach
  void stop() {
    routes.close();
    http.close();
    feed.close();
  }

  private void start(StreamLimits limits, FeedSettings settings) throws Exception {
    ReaderSettings reader =
        ReaderSettings.of(mongo.uri(), mongo.database()).withKafka(broker.bootstrapServers());
    feed = ChangeFeed.open(reader, settings);
    routes = new FeedRoutes(feed, limits);
    http = HttpService.start(HttpSettings.loopback(0), List.of(routes));
  }

  private void start() throws Exception {
    start(StreamLimits.DEFAULTS, FeedSettings.DEFAULTS);
  }

  private Applied publish(SessionKey session, String text) throws Exception {
    Applied change = pieces.add(session, appended("main", text));
    producer
        .send(
            new ProducerRecord<>(
                StoreNames.journal(journal),
                0,
                session.toString().getBytes(StandardCharsets.UTF_8),
                ChangeCodec.write(change).utf8()))
        .get();
    return change;
  }

  private EventReader open(String path, Map<String, String> headers) throws Exception {
    return new EventReader(URI.create(http.url() + path), headers);
  }

  private HttpResponse<String> refused(String path, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http.url() + path));
    if (!token.isEmpty()) {
      request.header("Last-Event-ID", token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static String text(Block event) throws Exception {
    return JsonText.parse(event.fields().get("data"))
        .members()
        .get("change")
        .members()
        .get("data")
        .members()
        .get("message")
        .members()
        .get("content")
        .string();
  }

  @Test
  void a_change_comes_as_an_event_whose_id_goes_on_after_it() throws Exception {
    start();
    try (EventReader all = open("/v1/changes", Map.of());
        EventReader one = open("/v1/sessions/s%201/events", Map.of())) {
      assertThat(all.head())
          .startsWith("http/1.1 200")
          .contains("content-type: text/event-stream", "x-accel-buffering: no", "no-store");
      Block greeting = all.next();
      assertThat(greeting.fields())
          .containsEntry("", "connected")
          .containsEntry("retry", "2000")
          .containsKey("id");
      assertThat(one.next().fields()).containsKey("id");
      Applied first = publish(S, "one\n\r\u2028 two");
      Block told = one.event();
      assertThat(told.fields()).containsEntry("event", "message.appended");
      Map<String, JsonText> data = JsonText.parse(told.fields().get("data")).members();
      assertThat(data.keySet())
          .containsExactly("session", "revision", "type", "recorded_at", "change");
      assertThat(data.get("session").string()).isEqualTo("s 1");
      assertThat(data.get("change")).isEqualTo(ChangeCodec.write(first));
      String token = all.event().id();
      publish(S, "three");
      publish(SessionKey.of("other"), "four");
      assertThat(text(all.event())).isEqualTo("three");
      try (EventReader resumed = open("/v1/changes", Map.of("Last-Event-ID", token));
          EventReader byQuery = open("/v1/changes?last_event_id=" + token, Map.of());
          EventReader both =
              open("/v1/changes?last_event_id=garbage", Map.of("Last-Event-ID", token));
          EventReader fromTheBeginning =
              open("/v1/changes", Map.of("Last-Event-ID", greeting.id()))) {
        for (EventReader each : List.of(resumed, byQuery, both)) {
          assertThat(text(each.event())).isEqualTo("three");
          assertThat(text(each.event())).isEqualTo("four");
        }
        assertThat(text(fromTheBeginning.event())).startsWith("one");
      }
    }
  }

  @Test
  void nobody_is_told_a_change_of_another_tenant_whatever_the_token() throws Exception {
    start();
    Map<String, String> acme = Map.of("Sessionfold-Tenant", "acme");
    try (EventReader ours = open("/v1/changes", Map.of());
        EventReader theirs = open("/v1/changes", acme)) {
      ours.next();
      theirs.next();
      Applied first = publish(new SessionKey("acme", "s 1"), "theirs");
      Applied second = publish(S, "ours");
      Block ourEvent = ours.event();
      Block theirEvent = theirs.event();
      assertThat(List.of(text(ourEvent), text(theirEvent))).containsExactly("ours", "theirs");
      assertThat(first.session()).isNotEqualTo(second.session());
      try (EventReader crossed =
              open(
                  "/v1/changes",
                  Map.of("Sessionfold-Tenant", "acme", "Last-Event-ID", ourEvent.id()));
          EventReader session =
              open(
                  "/v1/sessions/s%201/events",
                  Map.of("Sessionfold-Tenant", "acme", "Last-Event-ID", ourEvent.id()))) {
        Applied third = publish(S, "ours again");
        Applied fourth = publish(new SessionKey("acme", "s 1"), "theirs again");
        assertThat(third.revision()).isEqualTo(fourth.revision());
        assertThat(text(crossed.event())).isEqualTo("theirs again");
        assertThat(text(session.event())).isEqualTo("theirs again");
      }
    }
  }

  @Test
  void what_cannot_be_resumed_is_a_problem_before_the_stream_begins() throws Exception {
    start();
    HttpResponse<String> malformed = refused("/v1/changes", "not-a-token");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.body()).contains("Last-Event-ID").doesNotContain("not-a-token");
    assertThat(refused("/v1/changes?from=3", "").statusCode()).isEqualTo(400);
    assertThat(refused("/v1/sessions/@x/events", "").statusCode()).isEqualTo(400);
    String token;
    try (EventReader reader = open("/v1/changes", Map.of())) {
      token = reader.next().id();
    }
    stop();
    prepareAnotherJournal();
    start();
    HttpResponse<String> gone = refused("/v1/changes", token);
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(gone.body()).contains("urn:sessionfold:problem:reset", "without a token");
  }

  private void prepareAnotherJournal() throws Exception {
    int other = JOURNALS.incrementAndGet();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        MongoClient client = MongoClients.create(mongo.uri())) {
      admin
          .createTopics(List.of(new NewTopic(StoreNames.journal(other), 1, (short) 1)))
          .all()
          .get();
      var collection =
          client
              .getDatabase(mongo.database())
              .getCollection(StoreNames.GENERATIONS, BsonDocument.class);
      BsonDocument pointer = new ActivePointer(1, 1, other, null).toBson();
      collection.deleteOne(new BsonDocument("_id", pointer.get("_id")));
      collection.insertOne(pointer);
    }
  }

  @Test
  void heartbeats_come_and_move_the_place_to_go_on_from() throws Exception {
    start(
        new StreamLimits(10, 10, Duration.ofMillis(200), Duration.ofMinutes(1)),
        FeedSettings.DEFAULTS);
    try (EventReader quiet = open("/v1/sessions/quiet/events", Map.of())) {
      String first = quiet.next().id();
      Block heartbeat = quiet.next();
      assertThat(heartbeat.isEvent()).isFalse();
      assertThat(heartbeat.fields()).containsEntry("", "heartbeat");
      publish(S, "for another");
      await().atMost(LONG).untilAsserted(() -> assertThat(quiet.next().id()).isNotEqualTo(first));
    }
  }

  @Test
  void a_stream_ends_after_its_lifetime_and_places_come_back() throws Exception {
    start(
        new StreamLimits(2, 1, Duration.ofMillis(200), Duration.ofMillis(800)),
        FeedSettings.DEFAULTS);
    try (EventReader first = open("/v1/changes", Map.of())) {
      first.next();
      HttpResponse<String> second = refused("/v1/changes", "");
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      Block last = first.next();
      Block before = last;
      while (last != null) {
        before = last;
        last = first.next();
      }
      assertThat(before.fields()).containsEntry("", "connect again");
    }
    try (EventReader again = open("/v1/changes", Map.of())) {
      assertThat(again.head()).startsWith("http/1.1 200");
    }
  }

  @Test
  void a_client_that_does_not_read_slows_nobody_and_is_ended() throws Exception {
    start(
        new StreamLimits(10, 10, Duration.ofMillis(500), Duration.ofMinutes(5)),
        new FeedSettings(8 << 20, 40, 1, Duration.ofSeconds(5)));
    try (EventReader stalled = open("/v1/changes", Map.of());
        EventReader reading = open("/v1/changes", Map.of())) {
      reading.next();
      assertThat(stalled.head()).startsWith("http/1.1 200");
      String large = "x".repeat(100_000);
      for (int i = 0; i < 200; i++) {
        Applied change = publish(S, large);
        assertThat(text(reading.event())).hasSize(large.length());
        assertThat(change.revision()).isEqualTo(i + 1);
      }
      assertThat(feed.status().bytes()).isLessThan(9 << 20);
      await().atMost(LONG).until(() -> feed.status().subscribers() == 1);
    }
  }

  @Test
  void closing_ends_the_streams_at_once() throws Exception {
    start();
    try (EventReader reader = open("/v1/changes", Map.of())) {
      reader.next();
      routes.close();
      assertThat(reader.next().fields()).containsEntry("", "the service is stopping");
      assertThat(reader.next()).isNull();
      assertThat(refused("/v1/changes", "").statusCode()).isEqualTo(503);
    }
    await().atMost(LONG).until(() -> feed.status().subscribers() == 0);
  }
}
