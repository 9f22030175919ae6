package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.AsOf.Back;
import io.sessionfold.session.PastSession;
import io.sessionfold.store.ActivePointer;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions as they were, from their files where these can be trusted, else from the journal. */
final class Pasts {
  private static final Logger LOG = LoggerFactory.getLogger(Pasts.class);

  private final ReaderSettings settings;
  private final KafkaLog kafka;

  Pasts(ReaderSettings settings, KafkaLog kafka) {
    this.settings = settings;
    this.kafka = kafka;
  }

  /** The session at a point, whose documents are at revision {@code current}. */
  Optional<PastSession> of(SessionKey key, AsOf point, long current, ActivePointer pointer) {
    if (point instanceof Back back) {
      long revision = current - back.changes();
      return revision < 1
          ? Optional.empty()
          : read(key, new AtRevision(revision), current, pointer);
    }
    if (point instanceof AtRevision at && at.revision() > current) {
      throw new NoSuchRevisionException(key, at.revision(), current);
    }
    return read(key, point, current, pointer);
  }

  private Optional<PastSession> read(
      SessionKey key, AsOf point, long current, ActivePointer pointer) {
    Path root = settings.files();
    String why = "no root of session files is named";
    if (root != null) {
      SessionFilePaths paths = new SessionFilePaths(root, pointer.files());
      try {
        return PastSession.of(key, point, new FileHistory(paths, key, pointer.rootId(), current));
      } catch (UncheckedIOException e) {
        why = message(e);
        LOG.debug("the past of {} is read from the journal: {}", key, why);
      }
    }
    if (!kafka.isNamed()) {
      throw new PastUnavailableException(
          "the past of "
              + key
              + " is in its session file and in the journal, and neither can be read ("
              + why
              + "; no Kafka is named): give the settings the root of the session files (files), or"
              + " Kafka's bootstrap servers");
    }
    return PastSession.of(
        key, point, new JournalHistory(kafka, settings.timeout(), pointer.journal(), key, current));
  }

  private static String message(UncheckedIOException e) {
    return e.getCause() instanceof NoSuchFileException missing
        ? missing.getFile() + " is not there"
        : String.valueOf(e.getCause().getMessage());
  }
}
