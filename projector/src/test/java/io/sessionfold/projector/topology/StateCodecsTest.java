package io.sessionfold.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.AgentHead;
import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.PageHead;
import io.sessionfold.sequence.SeenEvent;
import io.sessionfold.sequence.SeenKey;
import io.sessionfold.sequence.SessionHead;
import io.sessionfold.sequence.SessionHead.StartField;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.errors.StreamsException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecsTest {
  private static final Digest128 DIGEST = new Digest128(-1, Long.MIN_VALUE + 5);
  private static final SessionKey SESSION = new SessionKey("acme", "émigré-☃-😀");

  @Test
  void heads_come_back_as_they_were() {
    for (SessionHead head : heads()) {
      assertThat(HeadCodec.read(HeadCodec.write(head))).isEqualTo(head);
    }
  }

  @Test
  void names_that_utf_8_cannot_hold_stay_apart() {
    Map<String, AgentHead> agents = new LinkedHashMap<>();
    List<String> names = List.of("?", "\ud800", "\ud801", "\udc00\ud800", "\ud83d\ude00\ud83d", "");
    for (int i = 0; i < names.size(); i++) {
      agents.put(names.get(i), new AgentHead(i, null, Map.of(names.get(i), i)));
    }
    SessionHead head =
        new SessionHead(
            1, false, 1, agents, new PageHead(0, 1, 1), Set.of(), Set.copyOf(names), 0, 0, 0);
    assertThat(HeadCodec.read(HeadCodec.write(head))).isEqualTo(head);
    for (String name : names) {
      SeenEvent seen = new SeenEvent(1, DIGEST, 1L, name, 0L);
      assertThat(StateCodecs.seen(StateCodecs.seen(seen))).isEqualTo(seen);
    }
  }

  @Test
  void agents_of_a_head_keep_their_order() {
    SessionHead head = heads().get(2);
    assertThat(HeadCodec.read(HeadCodec.write(head)).agents().keySet())
        .containsExactlyElementsOf(head.agents().keySet());
  }

  private static List<SessionHead> heads() {
    Map<String, AgentHead> agents = new LinkedHashMap<>();
    agents.put("zoë", new AgentHead(7, Instant.parse("2026-03-01T09:00:00.123Z"), Map.of()));
    agents.put("ann", new AgentHead(0, null, Map.of("state", 300_000, "model", 0)));
    agents.put("old", new AgentHead(1L << 40, Instant.parse("0000-01-01T00:00:00Z"), Map.of()));
    SessionHead full =
        new SessionHead(
            Long.MAX_VALUE,
            false,
            1L << 33,
            agents,
            new PageHead(1L << 35, 5000, 4 << 20),
            Set.of(StartField.USER, StartField.TITLE),
            Set.of("gpt-x", ""),
            1000,
            999,
            1 << 20);
    SessionHead none = SessionHead.NONE;
    SessionHead tombstone =
        new SessionHead(
            12, true, 0, none.agents(), none.page(), none.set(), none.models(), 0, 0, 0);
    return List.of(none, tombstone, full);
  }

  @Test
  void each_start_field_has_a_bit_of_its_own() {
    SessionHead none = SessionHead.NONE;
    for (StartField field : StartField.values()) {
      SessionHead head =
          new SessionHead(
              1, false, 0, none.agents(), none.page(), Set.of(field), none.models(), 0, 0, 0);
      assertThat(HeadCodec.read(HeadCodec.write(head)).set()).containsExactly(field);
    }
  }

  @Test
  void seen_events_come_back_as_they_were() {
    SeenEvent message = new SeenEvent(300, DIGEST, 299L, "zoë", 128L);
    SeenEvent other = new SeenEvent(1, DIGEST, null, null, null);
    assertThat(StateCodecs.seen(StateCodecs.seen(message))).isEqualTo(message);
    assertThat(StateCodecs.seen(StateCodecs.seen(other))).isEqualTo(other);
    assertThat(StateCodecs.seen(message)).hasSizeLessThan(32);
  }

  @Test
  void pages_metadata_positions_and_marks_come_back_as_they_were() {
    PageFacts page = new PageFacts(101, Map.of("zoë", 100L, "ann", 0L), 70_000);
    assertThat(StateCodecs.page(StateCodecs.page(page))).isEqualTo(page);
    JsonText metadata = JsonText.trusted("{\"a\":\"☃\",\"b\":1e400}");
    assertThat(StateCodecs.metadata(StateCodecs.metadata(metadata))).isEqualTo(metadata);
    for (long offset : new long[] {0, 127, 128, Long.MAX_VALUE}) {
      assertThat(StateCodecs.position(StateCodecs.position(offset))).isEqualTo(offset);
    }
    for (ForgettingMark mark :
        List.of(new ForgettingMark(1, null), new ForgettingMark(1 << 20, new byte[32]))) {
      assertThat(ForgettingMark.read(mark.write())).isEqualTo(mark);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "zo\u00eb \ud83d\ude00",
        "?",
        "\ufffd",
        "\uff00\u00ff",
        "\ud800",
        "\udc00",
        "\udbff\udbff\udfff",
        "a\udc00\ud800z"
      })
  void a_name_of_any_characters_comes_back_as_it_was(String name) {
    SessionHead none = SessionHead.NONE;
    SessionHead head =
        new SessionHead(
            1,
            false,
            1,
            Map.of(name, new AgentHead(1, null, Map.of("state", 1))),
            none.page(),
            none.set(),
            Set.of(name),
            0,
            0,
            0);
    assertThat(HeadCodec.read(HeadCodec.write(head))).isEqualTo(head);
    PageFacts page = new PageFacts(1, Map.of(name, 3L), 0);
    assertThat(StateCodecs.page(StateCodecs.page(page))).isEqualTo(page);
    SeenEvent seen = new SeenEvent(1, DIGEST, 1L, name, 0L);
    assertThat(StateCodecs.seen(StateCodecs.seen(seen))).isEqualTo(seen);
  }

  @Test
  void a_value_of_another_format_ends_the_projector_with_the_remedy() {
    byte[] position = StateCodecs.position(1);
    byte[] head = HeadCodec.write(SessionHead.NONE);
    byte[] mark = new ForgettingMark(1, null).write();
    for (byte[] value : List.of(position, head, mark)) {
      value[0] = 2;
    }
    expectRefused("positions", () -> StateCodecs.position(position));
    expectRefused("session-heads", () -> HeadCodec.read(head));
    expectRefused("forgetting", () -> ForgettingMark.read(mark));
  }

  private static void expectRefused(String store, ThrowingCallable reading) {
    Throwable thrown = catchThrowable(reading);
    assertThat(Trouble.fatal(new StreamsException("in a task", thrown)))
        .contains("The state store " + store + " has a value of format 2")
        .contains("run the version that wrote it, or rebuild into a new journal");
  }

  @Test
  void the_keys_of_a_session_stand_together() {
    SeenKey key = SeenKey.of(SESSION, IngressTopic.MESSAGES, "/s", "1");
    assertThat(StateKeys.seen(key).get()).hasSize(StateKeys.SEEN_BYTES);
    assertThat(StateKeys.seen(key))
        .isBetween(StateKeys.seenAfter(key.session(), null), StateKeys.seenEnd(key.session()));
    assertThat(StateKeys.session(StateKeys.session(SESSION))).isEqualTo(SESSION);
    assertThat(StateKeys.page(SESSION, 255)).isLessThan(StateKeys.page(SESSION, 256));
    assertThat(StateKeys.page(SESSION, 1)).isNotEqualTo(StateKeys.page(SESSION, 257));
  }
}
