package io.sessionfold.projector.runner;

import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.projector.store.Watermarks;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.store.StoreNames;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a runner connects. The runner owns consumer and sink and closes them.
 *
 * @param consumer of {@link JournalConsumer}; not subscribed yet
 * @param journal the number of the journal that is read
 * @param generation the generation that is written
 * @param holds says where the loop has to stop
 * @param replay makes a consumer without a group, {@link JournalConsumer#openForReplay}, by which
 *     sessions are released from quarantine
 */
public record SinkFeed(
    Consumer<byte[], byte[]> consumer,
    int journal,
    int generation,
    SessionSink sink,
    Watermarks watermarks,
    Quarantine quarantine,
    HoldSource holds,
    Supplier<Consumer<byte[], byte[]>> replay) {
  /** The topic of the journal. */
  String topic() {
    return StoreNames.journal(journal);
  }
}
