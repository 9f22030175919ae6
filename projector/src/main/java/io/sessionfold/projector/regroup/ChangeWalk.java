package io.sessionfold.projector.regroup;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.projector.runner.JournalUnreadableException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Decodes the records of one session: what repeats a revision is left out, a hole is told. */
final class ChangeWalk implements Iterator<Applied> {
  private final TopicPartition partition;
  private final SessionKey session;
  private final Iterator<RawChange> records;
  private long expected;
  private @Nullable RawChange next;

  ChangeWalk(
      TopicPartition partition, SessionKey session, long first, Iterator<RawChange> records) {
    this.partition = partition;
    this.session = session;
    this.records = records;
    this.expected = first;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Applied next() {
    RawChange raw = next;
    if (raw == null) {
      throw new NoSuchElementException();
    }
    if (raw.revision() > expected) {
      throw new JournalHoleException(session, expected);
    }
    Applied change = decode(raw);
    expected++;
    advance();
    return change;
  }

  private void advance() {
    next = null;
    while (next == null && records.hasNext()) {
      RawChange raw = records.next();
      next = raw.revision() < expected ? null : raw;
    }
  }

  private Applied decode(RawChange raw) {
    try {
      Change change = ChangeCodec.read(raw.value());
      if (change instanceof Applied applied
          && applied.session().equals(session)
          && applied.revision() == raw.revision()) {
        return applied;
      }
      throw new IllegalArgumentException("key and headers are those of another change");
    } catch (RuntimeException e) {
      throw new JournalUnreadableException(
          partition.topic(), partition.partition(), raw.offset(), e);
    }
  }
}
