package io.sessionfold.cli;

import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionKey;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/** Publishes messages of some sessions, some hundred a second, until it is closed. */
final class Load implements AutoCloseable {
  private static final int SESSIONS = 40;

  private final EventPublisher publisher;
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean closed;

  private Load(EventPublisher publisher) {
    this.publisher = publisher;
    thread.setDaemon(true);
  }

  static Load start(String bootstrapServers) {
    Load load = new Load(EventPublisher.open(PublisherSettings.of(bootstrapServers, "/load")));
    load.thread.start();
    return load;
  }

  private void run() {
    JsonText message = Json.parse("{\"role\":\"user\",\"content\":\"Where is my parcel?\"}");
    for (int i = 0; !closed; i++) {
      CompletionStage<?> unused =
          publisher.publish(
              SessionKey.of("load-" + i % SESSIONS),
              MessageAppended.of("concierge", MessageFormat.OPENAI_CHAT, message));
      if (i % 20 == 0) {
        LockSupport.parkNanos(40_000_000);
      }
    }
  }

  /** Safe to call twice. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
