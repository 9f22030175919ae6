package io.sessionfold.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import io.sessionfold.sink.StoreUnavailableException;
import io.sessionfold.sink.Watermark;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmulatorStoreTest extends MongoStoreContract {
  private final MongoServer server = new MongoServer(H2Backend.inMemory());
  private final InetSocketAddress address = server.bind();

  @Override
  void stopServer() {
    server.shutdownNow();
  }

  @Override
  String uri() {
    return "mongodb://127.0.0.1:" + address.getPort();
  }

  @Override
  MongoServerKind kind() {
    return MongoServerKind.EMULATOR;
  }

  @Test
  void a_server_that_goes_away_is_an_outage() {
    try (MongoConnection connection =
        MongoConnection.open(uri() + "/?serverSelectionTimeoutMS=200", false)) {
      Watermarks watermarks = new MongoWatermarks(connection.database("gone"));
      watermarks.raise(1, "mongo", Map.of(0, new Watermark(1, 1, 1)));
      MongoServer second = new MongoServer(H2Backend.inMemory());
      server.shutdownNow();
      assertThatThrownBy(() -> watermarks.raise(1, "mongo", Map.of(0, new Watermark(2, 1, 1))))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("raising watermarks")
          .hasMessageContaining("check that the server runs");
      second.bind(address);
      await()
          .ignoreException(StoreUnavailableException.class)
          .until(
              () -> {
                watermarks.raise(1, "mongo", Map.of(0, new Watermark(2, 1, 1)));
                return true;
              });
      assertThat(watermarks.read(1, "mongo", Set.of(0))).containsEntry(0, new Watermark(2, 1, 1));
      second.shutdownNow();
    }
  }

  @Test
  void there_is_no_view_and_nothing_else_of_its_name() {
    SessionsView.show(connection(), database().getName(), 1);
    assertThat(database().listCollectionNames()).isEmpty();
  }

  @Test
  void nobody_at_the_address_is_an_outage_that_names_it() {
    String nobody = uri() + "/?serverSelectionTimeoutMS=200";
    server.shutdownNow();
    assertThatThrownBy(() -> MongoConnection.open(nobody, false))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + address.getPort());
  }
}
