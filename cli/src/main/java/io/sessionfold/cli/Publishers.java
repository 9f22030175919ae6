package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.imports.Conversation;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import java.time.Duration;

/** Opens publishers. */
public final class Publishers {
  private Publishers() {}

  /** One of imported conversations, with the limits and Kafka properties that are configured. */
  static EventPublisher ofImport(Place place) {
    return open(place, PublisherSettings.builder(place.bootstrapServers(), Conversation.SOURCE));
  }

  /**
   * One of requests, which give up before their clients do.
   *
   * @param source of events that name none
   */
  public static EventPublisher ofGateway(Place place, String source) {
    return open(
        place,
        PublisherSettings.builder(place.bootstrapServers(), source)
            .maxBlock(Duration.ofSeconds(2))
            .deliveryTimeout(place.settings().duration(Setting.HTTP_PUBLISH_TIMEOUT)));
  }

  private static EventPublisher open(Place place, PublisherSettings.Builder settings) {
    settings.limits(place.limits());
    place.settings().kafka().forEach(settings::clientProperty);
    try {
      return EventPublisher.open(settings.build());
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
