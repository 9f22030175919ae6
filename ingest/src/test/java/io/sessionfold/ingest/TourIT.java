package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionEvent;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippet in the Javadoc of {@link EventPublisher}, run, and compared with the Javadoc. */
class TourIT {
  private static final Path SOURCES = Path.of("src");
  private static final Path PUBLISHER =
      SOURCES.resolve("main/java/io/sessionfold/ingest/EventPublisher.java");
  private static final Path TOUR = SOURCES.resolve("test/java/io/sessionfold/ingest/TourIT.java");

  @Test
  void the_tour_stores_the_message(@TempDir Path directory) throws Exception {
    try (EventLog log = EventLog.in(directory)) {
      tour(log.servers());
      assertThat(log.records(IngressTopic.MESSAGES))
          .singleElement()
          .satisfies(r -> assertThat(r.key()).asString().isEqualTo("default/trip-42"))
          .satisfies(r -> assertThat(r.value()).asString().contains("Is my flight on time?"));
    }
  }

  private static void tour(String bootstrapServers) throws Exception {
    // tour
    PublisherSettings settings = PublisherSettings.of(bootstrapServers, "/agents/concierge");
    try (EventPublisher publisher = EventPublisher.open(settings)) {
      SessionKey session = SessionKey.of("trip-42");
      JsonText hello = JsonText.parse("{\"role\":\"user\",\"content\":\"Is my flight on time?\"}");
      SessionEvent event = MessageAppended.of("concierge", MessageFormat.OPENAI_CHAT, hello);

      CompletionStage<Position> published =
          publisher.publish(session, event, EventEnvelope.ofId("turn-1-question"));

      Position position = published.toCompletableFuture().join();
      System.out.println("Position token of the message: " + position);
    }
    // end
  }

  @Test
  void the_javadoc_shows_this_tour() throws Exception {
    List<String> shown = between(PUBLISHER, "<pre>{@code", "}</pre>");
    assertThat(shown).isNotEmpty().isEqualTo(between(TOUR, "// tour", "// end"));
  }

  private static List<String> between(Path file, String start, String end) throws Exception {
    return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
        .map(line -> line.strip().replaceFirst("^\\*", "").strip())
        .dropWhile(line -> !line.equals(start))
        .skip(1)
        .takeWhile(line -> !line.equals(end))
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
