package io.sessionfold.projector.runner;

import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.projector.store.Watermarks;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.StoreNames;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a runner connects. The runner owns consumer and sink and closes them.
 *
 * @param consumer of {@link JournalConsumer}; not subscribed yet
 * @param journal the number of the journal that is read
 * @param generation the generation that is written
 */
public record SinkFeed(
    Consumer<byte[], byte[]> consumer,
    int journal,
    int generation,
    SessionSink sink,
    Watermarks watermarks,
    Quarantine quarantine) {
  /** The topic of the journal. */
  String topic() {
    return StoreNames.journal(journal);
  }
}
