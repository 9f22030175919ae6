package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import java.util.Set;

/** Opens readers. */
final class Readers {
  private Readers() {}

  /** One that can ask Kafka too. */
  static SessionReader open(Place place) {
    return SessionReaders.open(settings(place).withKafka(place.kafka()));
  }

  /** One that reads documents and needs no Kafka. */
  static SessionReader ofDocuments(Place place) {
    return SessionReaders.open(settings(place));
  }

  private static ReaderSettings settings(Place place) {
    return ReaderSettings.of(place.mongoUri(), place.database())
        .withMetadataKeys(Set.copyOf(place.settings().list(Setting.METADATA_INDEXES)));
  }
}
