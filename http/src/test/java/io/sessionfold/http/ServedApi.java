package io.sessionfold.http;

import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import io.sessionfold.embedded.EmbeddedMongo;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.http.feed.FeedRoutes;
import io.sessionfold.http.feed.StreamLimits;
import io.sessionfold.http.gateway.WriteRoutes;
import io.sessionfold.http.operate.OperateRoutes;
import io.sessionfold.http.reading.ReadRoutes;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import io.sessionfold.sequence.Limits;
import io.sessionfold.store.StoreNames;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The whole service over a broker and an emulated MongoDB of its own; what is published is
 * projected when a test says so.
 */
final class ServedApi implements AutoCloseable {
  private static final String DATABASE = "sessionfold";

  private final Path directory;
  private final EmbeddedMongo mongo;
  private final String bootstrapServers;
  private final HandProjector projector;
  private EmbeddedBroker broker;
  private EventPublisher publisher;
  private SessionReader reader;
  private HttpService http;

  private ServedApi(Path directory, HttpSettings settings) throws Exception {
    this.directory = directory;
    broker = EmbeddedBroker.start(BrokerConfig.in(directory));
    bootstrapServers = broker.bootstrapServers();
    mongo = EmbeddedMongo.inMemory();
    createTopics();
    projector = new HandProjector(bootstrapServers, mongo.uri(), DATABASE);
    serve(settings);
  }

  static ServedApi start(Path directory) throws Exception {
    return start(directory, HttpSettings.loopback(0));
  }

  static ServedApi start(Path directory, HttpSettings settings) throws Exception {
    return new ServedApi(directory, settings);
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (String name :
          List.of(
              IngressTopic.MESSAGES.topicName(),
              IngressTopic.METADATA.topicName(),
              StoreNames.journal(HandProjector.JOURNAL))) {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
      }
    }
  }

  private void serve(HttpSettings settings) throws Exception {
    publisher =
        EventPublisher.open(
            PublisherSettings.builder(bootstrapServers, "/gateway")
                .maxBlock(Duration.ofSeconds(1))
                .deliveryTimeout(Duration.ofSeconds(5))
                .build());
    reader =
        SessionReaders.open(
            ReaderSettings.of(mongo.uri(), DATABASE)
                .withKafka(bootstrapServers)
                .withMetadataKeys(Set.of("topic")));
    http = HttpService.start(settings, routes(publisher, reader));
  }

  /** Every route that a process with all parts serves. */
  static List<Routes> routes(EventPublisher publisher, SessionReader reader) {
    return List.of(
        new WriteRoutes(publisher, Limits.DEFAULTS, "/gateway", HttpSettings.BODY_BYTES),
        new ReadRoutes(reader),
        new FeedRoutes(null, StreamLimits.DEFAULTS),
        new OperateRoutes(
            () ->
                Json.parse(
                    "{\"at\":\"2026-03-01T09:00:00.000Z\",\"stages\":[],\"dead_letters\":"
                        + "{\"rejected\":0},\"quarantined\":[],\"generations\":[],"
                        + "\"processes\":[]}")));
  }

  /** The service as a new process would be: nothing is remembered. */
  void restart(HttpSettings settings) throws Exception {
    stopService();
    serve(settings);
  }

  void stopBroker() {
    broker.close();
  }

  void startBroker() {
    int port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
    broker = EmbeddedBroker.start(BrokerConfig.in(directory).withPort(port));
  }

  HandProjector projector() {
    return projector;
  }

  String url() {
    return http.url();
  }

  DescribedClient client() {
    return DescribedClient.of(url());
  }

  private void stopService() {
    http.close();
    reader.close();
    publisher.close(Duration.ofSeconds(5));
  }

  @Override
  public void close() {
    stopService();
    projector.close();
    mongo.close();
    broker.close();
  }
}
