package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import java.util.Set;

/** Opens readers. */
final class Readers {
  private Readers() {}

  static SessionReader open(Place place) {
    return SessionReaders.open(
        ReaderSettings.of(place.mongoUri(), place.database())
            .withKafka(place.bootstrapServers())
            .withMetadataKeys(Set.copyOf(place.settings().list(Setting.METADATA_INDEXES))));
  }
}
