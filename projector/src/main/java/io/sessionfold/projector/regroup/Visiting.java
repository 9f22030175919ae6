package io.sessionfold.projector.regroup;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.projector.runner.JournalUnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Hands the records of each session to whoever wants its changes. */
record Visiting(TopicPartition partition, Consumer<? super SessionStretch> visitor) {
  /**
   * One session.
   *
   * @param first its first record
   * @param records gives all of them, from the first on, each time
   */
  void session(RawChange first, Supplier<Iterator<RawChange>> records) {
    session(first.key(), first.revision(), first.offset(), records);
  }

  void session(
      byte[] key, long firstRevision, long firstOffset, Supplier<Iterator<RawChange>> records) {
    SessionKey session =
        SessionKey.parse(new String(key, StandardCharsets.UTF_8))
            .orElseThrow(
                () ->
                    new JournalUnreadableException(
                        partition.topic(),
                        partition.partition(),
                        firstOffset,
                        new IllegalArgumentException("its key is not that of a session")));
    visitor.accept(new Found(partition, session, firstOffset, firstRevision, records));
  }

  private record Found(
      TopicPartition partition,
      SessionKey session,
      long firstOffset,
      long firstRevision,
      Supplier<Iterator<RawChange>> records)
      implements SessionStretch {
    @Override
    public Iterator<Applied> iterator() {
      return new ChangeWalk(partition, session, firstRevision, records.get());
    }

    @Override
    public long revisionBefore(long offset) {
      long revision = firstRevision - 1;
      Iterator<RawChange> walk = records.get();
      while (walk.hasNext()) {
        RawChange change = walk.next();
        revision = change.offset() < offset ? Math.max(revision, change.revision()) : revision;
      }
      return revision;
    }
  }
}
