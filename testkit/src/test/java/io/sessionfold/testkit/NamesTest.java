package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.target;
import static io.sessionfold.testkit.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that something on the way may take for another's, or for a command. */
class NamesTest {
  @Test
  void sessions_whose_names_are_nearly_the_same_are_never_merged() {
    List<String> names =
        List.of(
            "Ada",
            "ada",
            "caf\u00e9",
            "cafe\u0301",
            "a.b",
            "a%2Eb",
            "$a",
            "a$",
            "..",
            ".",
            "con",
            " ",
            "a ",
            "\u202ea",
            "\u200fa",
            "a",
            "\ud83d\ude00",
            "\uff21da",
            "null",
            "0",
            "00");
    EventLog log = new EventLog();
    names.forEach(name -> log.append(appended("in " + name).in(name).id("same")));
    Journal journal = Journal.of(log);
    assertThat(journal.sessions()).map(SessionKey::id).containsExactlyElementsOf(names);
    names.forEach(
        name ->
            assertThat(journal.session(SessionKey.of(name)).messages())
                .singleElement()
                .satisfies(m -> assertThat(m.message().toString()).contains("in " + name)));
  }

  @Test
  void the_same_session_id_of_two_tenants_is_two_sessions() {
    Journal journal =
        Journal.of(
            started().in(new SessionKey("acme", "s")),
            started().in(new SessionKey("umbrella", "s")));
    assertThat(journal.sessions()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b",
        "$set",
        "a/b/../c",
        "\ud83d\ude00",
        "\u202e\u200f",
        "\u0000",
        "'\"\\",
        " ",
        "%2F"
      })
  void an_event_id_of_any_characters_is_a_name_like_others(String id) {
    given(appended("hi").id(id), appended("other").id(id + id))
        .when(redacted(target(id)))
        .then(s -> assertThat(s.messages()).map(m -> m.redacted()).containsExactly(true, false));
    given(appended("hi").id(id)).when(appended("hi").id(id)).thenDuplicateOf(1);
  }

  @Test
  void event_ids_are_compared_character_by_character() {
    Journal journal =
        Journal.of(
            appended("x").id("A"),
            appended("x").id("a"),
            appended("x").id("caf\u00e9"),
            appended("x").id("cafe\u0301"));
    assertThat(journal.changes()).allMatch(Applied.class::isInstance);
  }

  @Test
  void an_id_of_ten_kilobytes_is_rejected_and_not_kept() {
    String id = "i".repeat(10_000);
    Journal journal = Journal.of(appended("hi").id(id));
    assertThat(((Rejected) journal.last()).reasons())
        .map(Reason::code)
        .containsExactly(RejectionCode.LIMIT);
    assertThat(journal.last().event().id()).isNull();
    assertThat(journal.values().get(0).utf8Length()).isLessThan(1000);
  }

  @Test
  void a_session_id_of_ten_kilobytes_is_rejected() {
    byte[] key = ("default/" + "s".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
    EventLog log = EventLog.of(appended("hi"));
    log.appendRaw(log.last().topic(), key, log.last().value(), log.last().headers());
    assertThat(((Rejected) Journal.of(log).last()).reasons())
        .map(Reason::code)
        .containsExactly(RejectionCode.BAD_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@users", "a/b", "a\u0000", "a\u0085", "\ud800"})
  void what_cannot_be_a_session_id_is_refused(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> SessionKey.of(id));
  }

  @Test
  void a_session_id_has_up_to_256_characters_however_long_they_are() {
    given().when(started().in("\ud83d\ude00".repeat(256))).thenApplied(change -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionKey.of("\ud83d\ude00".repeat(257)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "$a", "", " ", "\ud83d\ude00", "Concierge"})
  void agents_whose_names_are_nearly_the_same_are_never_merged(String name) {
    String agent = name.isEmpty() ? "\u0301" : name;
    given(appended("hi"), appended("hi again"))
        .when(appended(agent, "hello"))
        .then(
            s ->
                assertThat(s.agents().get(agent))
                    .satisfies(a -> assertThat(a.messageCount()).isEqualTo(1)));
  }
}
