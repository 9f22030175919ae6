package io.sessionfold.http.feed;

import static io.sessionfold.testkit.Events.appended;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A service that streams a real journal; each test has a journal of its own. */
abstract class StreamingService {
  static final AtomicInteger JOURNALS = new AtomicInteger(200);
  static final Duration LONG = Duration.ofSeconds(60);
  static final SessionKey S = SessionKey.of("s 1");

  @TempDir static Path directory;
  static EmbeddedBroker broker;
  static KafkaProducer<byte[], byte[]> producer;

  @RegisterExtension final Mongos mongo = Mongos.on(MongoBackend.EMULATOR);

  final int journal = JOURNALS.incrementAndGet();
  final Pieces pieces = Pieces.withPagesOf(100);
  ChangeFeed feed;
  FeedRoutes routes;
  HttpService http;

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
    activate(journal);
  }

  void activate(int number) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(StoreNames.journal(number), 1, (short) 1)))
          .all()
          .get();
    }
    mongo.activate(number);
  }

  @AfterEach
  void stop() {
    routes.close();
    http.close();
    feed.close();
  }

  void start(StreamLimits limits, FeedSettings settings) throws Exception {
    start(HttpSettings.loopback(0), limits, settings);
  }

  void start(HttpSettings service, StreamLimits limits, FeedSettings settings) throws Exception {
    ReaderSettings reader =
        ReaderSettings.of(mongo.uri(), mongo.database()).withKafka(broker.bootstrapServers());
    feed = ChangeFeed.open(reader, settings);
    routes = new FeedRoutes(feed, limits);
    http = HttpService.start(service, List.of(routes));
  }

  void start() throws Exception {
    start(StreamLimits.DEFAULTS, FeedSettings.DEFAULTS);
  }

  Applied publish(SessionKey session, String text) throws Exception {
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

  EventReader open(String path, Map<String, String> headers) throws Exception {
    return new EventReader(URI.create(http.url() + path), headers);
  }

  HttpResponse<String> refused(String path, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http.url() + path));
    if (!token.isEmpty()) {
      request.header("Last-Event-ID", token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  static String text(Block event) throws Exception {
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
}
