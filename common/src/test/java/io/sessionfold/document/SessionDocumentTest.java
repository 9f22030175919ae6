package io.sessionfold.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.junit.jupiter.api.Test;

class SessionDocumentTest {
  private static final int SEEDS = 400;

  @Test
  void reading_what_was_written_gives_an_equal_session() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Session session = HostileSessions.session(seed);
      Session back = throughBson(session);
      assertThat(back).as("seed " + seed).isEqualTo(session);
      assertThat(orders(back)).as("seed " + seed).isEqualTo(orders(session));
    }
  }

  @Test
  void a_decoded_document_reads_like_its_bytes() {
    for (long seed = 0; seed < 50; seed++) {
      Session session = HostileSessions.session(seed);
      RawBsonDocument raw = encoded(SessionDocument.write(session).orElseThrow());
      assertThat(SessionDocument.read(decoded(raw))).isEqualTo(SessionDocument.read(raw));
    }
  }

  @Test
  void units_kept_as_text_alone_read_the_same() {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Message message : HostileSessions.session(seed).messages()) {
        assertThat(StoredMessage.of(message, 3).message(message.page())).isEqualTo(message);
      }
    }
  }

  @Test
  void without_its_pages_a_session_has_everything_but_their_messages() {
    Session session = HostileSessions.session(7);
    StoredSession head =
        SessionDocument.read(encoded(SessionDocument.write(session).orElseThrow()));
    assertThat(head.page()).isPositive();
    assertThat(head.whole()).isFalse();
    assertThat(head.session().agents()).isEqualTo(session.agents());
    assertThat(head.session().messages())
        .isEqualTo(session.messages().stream().filter(m -> m.page() == head.page()).toList());
    assertThatThrownBy(() -> head.with(List.of())).hasMessageContaining("pages before its tail");
  }

  @Test
  void a_tombstone_holds_ids_the_time_and_the_fence_and_nothing_else() {
    Instant deletedAt = Instant.ofEpochMilli(5);
    SessionKey key = SessionKey.of("gone");
    BsonDocument document = SessionDocument.tombstone(key, 9, deletedAt);
    assertThat(document.toJson())
        .isEqualTo(
            "{\"_id\": \"gone\", \"session_id\": \"gone\", \"sessionfold\": {\"v\": 1,"
                + " \"tenant\": \"default\", \"revision\": 9, \"page\": 0,"
                + " \"deleted_at\": {\"$date\": \"1970-01-01T00:00:00.005Z\"}}}");
    Session session = SessionDocument.read(document).session();
    assertThat(session.deleted()).isTrue();
    assertThat(session.revision()).isEqualTo(9);
    assertThat(SessionDocument.write(session)).contains(document);
  }

  @Test
  void an_agent_always_has_what_foreign_readers_need() {
    Session session = HostileSessions.session(3);
    BsonDocument agents = SessionDocument.write(session).orElseThrow().getDocument("agents");
    assertThat(agents).isNotEmpty();
    agents
        .values()
        .forEach(
            agent ->
                assertThat(agent.asDocument().getDocument("agent_data"))
                    .containsKeys(
                        "agent_id",
                        "state",
                        "conversation_manager_state",
                        "created_at",
                        "updated_at"));
  }

  @Test
  void a_message_element_holds_only_what_foreign_readers_know() {
    for (Message message : HostileSessions.session(11).messages()) {
      assertThat(StoredMessage.of(message).element().keySet())
          .isSubsetOf(
              "message",
              "message_id",
              "created_at",
              "updated_at",
              "redact_message",
              "event_loop_metrics");
    }
  }

  @Test
  void a_document_that_is_too_large_as_bson_keeps_its_largest_units_as_text() {
    String numbers = "[" + "1,".repeat(1_500_000) + "1]";
    Message small = HostileSessions.session(7).messages().get(0);
    Message large = withText(small, "{\"role\":\"user\",\"content\":" + numbers + "}");
    Session session = alone(small, large);
    BsonDocument document = SessionDocument.write(session).orElseThrow();
    assertThat(encoded(document).getByteBuffer().remaining()).isLessThan(Fitting.LARGEST);
    assertThat(SessionDocument.read(document).session()).isEqualTo(session);
    List<StoredMessage> stored = PageDocument.messages(document);
    assertThat(stored.get(0)).isEqualTo(StoredMessage.of(small));
    assertThat(stored.get(1).element().getDocument("message").toJson())
        .isEqualTo("{\"role\": \"user\"}");
  }

  @Test
  void what_does_not_fit_even_as_text_is_refused() {
    Message small = HostileSessions.session(7).messages().get(0);
    Message large = withText(small, "{\"role\":\"" + "x".repeat(Fitting.LARGEST) + "\"}");
    assertThat(SessionDocument.write(alone(large))).isEmpty();
  }

  @Test
  void ids_are_bare_for_the_default_tenant_only() {
    SessionKey other = new SessionKey("acme", "a");
    assertThat(DocumentIds.of(SessionKey.of("a"))).isEqualTo("a");
    assertThat(DocumentIds.of(other)).isEqualTo("acme/a");
    assertThat(DocumentIds.key("a")).isEqualTo(SessionKey.of("a"));
    assertThat(DocumentIds.key("acme/a")).isEqualTo(other);
  }

  private static Message withText(Message m, String text) {
    return new Message(
        m.seq() + 1,
        m.agent(),
        m.index() + 1,
        m.page(),
        m.eventId(),
        m.source(),
        m.time(),
        m.createdAt(),
        m.updatedAt(),
        m.format(),
        io.sessionfold.json.JsonText.trusted(text),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Session alone(Message... messages) {
    Session s = Session.before(SessionKey.of("large"));
    Instant time = Instant.ofEpochMilli(1);
    String agent = messages[0].agent();
    return new Session(
        s.key(),
        2,
        null,
        null,
        null,
        null,
        time,
        time,
        null,
        null,
        s.metadata(),
        java.util.Map.of(agent, new Agent(agent, time, time, 2, java.util.Map.of())),
        List.of(messages),
        s.feedbacks(),
        s.guardrailEvents(),
        s.usage());
  }

  private static Session throughBson(Session session) {
    StoredSession head =
        SessionDocument.read(encoded(SessionDocument.write(session).orElseThrow()));
    List<StoredPage> pages = new ArrayList<>();
    for (long page = 0; page < head.page(); page++) {
      long number = page;
      List<StoredMessage> messages =
          session.messages().stream()
              .filter(m -> m.page() == number)
              .map(StoredMessage::of)
              .toList();
      pages.add(
          PageDocument.read(
              encoded(PageDocument.write(session.key(), page, 1, messages).orElseThrow())));
    }
    return head.with(pages);
  }

  private static List<Object> orders(Session session) {
    List<Object> orders = new ArrayList<>();
    orders.add(List.copyOf(session.metadata().keySet()));
    orders.add(List.copyOf(session.agents().keySet()));
    session.agents().values().forEach(a -> orders.add(List.copyOf(a.data().keySet())));
    return orders;
  }

  private static RawBsonDocument encoded(BsonDocument document) {
    return new RawBsonDocument(document, new BsonDocumentCodec());
  }

  private static BsonDocument decoded(RawBsonDocument raw) {
    return new BsonDocumentCodec().decode(raw.asBsonReader(), DecoderContext.builder().build());
  }
}
