package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import io.sessionfold.query.feed.ChangeFeed;
import io.sessionfold.query.feed.FeedSettings;
import java.util.Set;

/** Opens readers. */
public final class Readers {
  private Readers() {}

  /** One that can ask Kafka too. */
  static SessionReader open(Place place) {
    return SessionReaders.open(settings(place).withKafka(place.kafka()));
  }

  /** One that reads documents and needs no Kafka. */
  static SessionReader ofDocuments(Place place) {
    return SessionReaders.open(settings(place));
  }

  /** One that reads histories: from the files, and from the journal where Kafka is known. */
  public static SessionReader ofHistories(Place place) {
    ReaderSettings settings = settings(place).withFiles(place.files());
    return SessionReaders.open(
        place.bootstrapServers().isEmpty() ? settings : settings.withKafka(place.kafka()));
  }

  /** What tells changes as they happen; needs Kafka. */
  public static ChangeFeed changes(Place place) {
    return ChangeFeed.open(settings(place).withKafka(place.kafka()), FeedSettings.DEFAULTS);
  }

  private static ReaderSettings settings(Place place) {
    return ReaderSettings.of(place.mongoUri(), place.database())
        .withMetadataKeys(Set.copyOf(place.settings().list(Setting.METADATA_INDEXES)));
  }
}
