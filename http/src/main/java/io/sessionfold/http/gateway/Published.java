package io.sessionfold.http.gateway;

import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.List;

/**
 * Events that Kafka has acknowledged with all replicas.
 *
 * @param position the token for reading them
 * @param envelopes theirs, in the order of the request
 */
record Published(Position position, List<EventEnvelope> envelopes) {
  /** Copies the list. */
  Published {
    envelopes = List.copyOf(envelopes);
  }

  /** {@code {position, events: [{id, source}]}}. */
  JsonText json() {
    List<JsonText> events = envelopes.stream().map(Published::named).toList();
    return new JsonWriter().add("position", position.toString()).add("events", events).done();
  }

  private static JsonText named(EventEnvelope envelope) {
    return new JsonWriter().add("id", envelope.id()).add("source", envelope.source()).done();
  }
}
