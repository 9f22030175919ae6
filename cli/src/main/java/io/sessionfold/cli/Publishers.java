package io.sessionfold.cli;

import io.sessionfold.cli.imports.Conversation;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;

/** Opens publishers. */
final class Publishers {
  private Publishers() {}

  /** One of imported conversations, with the limits and Kafka properties that are configured. */
  static EventPublisher ofImport(Place place) {
    PublisherSettings.Builder settings =
        PublisherSettings.builder(place.bootstrapServers(), Conversation.SOURCE)
            .limits(place.limits());
    place.settings().kafka().forEach(settings::clientProperty);
    try {
      return EventPublisher.open(settings.build());
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
