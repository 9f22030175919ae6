package io.sessionfold.query.valid;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.parts.LenientJson;
import io.sessionfold.session.Agent;
import io.sessionfold.session.Message;
import io.sessionfold.testkit.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published cases, docs/valid-view/cases. */
class ValidViewCasesTest {
  /** A case; its file's name is the name of the test. */
  record Case(String file, Map<String, JsonText> members) {
    String format() {
      return Objects.requireNonNull(LenientJson.string(members, "format"));
    }

    List<Message> messages() {
      JsonText first = members.get("first_index");
      return Logged.messages(
          format(), first == null ? 0 : first.integer(), members.get("messages").elements());
    }

    Valid view() {
      JsonText resume = members.get("resume");
      if (resume == null) {
        return ValidView.of(messages());
      }
      Map<String, JsonText> data = resume.members();
      List<Message> messages = messages();
      Agent agent =
          new Agent(
              Logged.AGENT,
              EventLog.BEGINNING,
              EventLog.BEGINNING,
              messages.size(),
              Map.of("conversation_manager_state", data.get("conversation_manager_state")));
      return ValidView.resumed(agent, messages, LenientJson.string(data, "manager"));
    }

    List<JsonText> expected(String name) {
      return members.get("expected").members().get(name).elements();
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.sorted().map(ValidViewCasesTest::read).toList().stream();
    }
  }

  private static Path directory() {
    return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
        .map(directory -> directory.resolve("docs/valid-view/cases"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/valid-view/cases is not above this module"));
  }

  private static Case read(Path file) {
    try {
      return new Case(
          file.getFileName().toString(), JsonText.parse(Files.readString(file)).members());
    } catch (IOException | JsonSyntaxException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_view_is_what_the_case_says(Case given) {
    Valid valid = given.view();
    assertThat(valid.messages().stream().map(ValidMessage::message).toList())
        .as("messages")
        .isEqualTo(given.expected("messages"));
    assertThat(valid.repairs().stream().map(ValidViewCasesTest::comparable).toList())
        .as("repairs")
        .isEqualTo(given.expected("repairs"));
  }

  /** A repair without what a case does not say: its sentence, and what follows from its index. */
  private static JsonText comparable(Repair repair) {
    return new JsonWriter()
        .add("kind", repair.kind().wireName())
        .add("index", repair.index())
        .add("tool_call_id", repair.toolCallId())
        .done();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_strict_checker_accepts_what_the_case_expects(Case given) {
    List<String> expected = given.expected("messages").stream().map(JsonText::toString).toList();
    if (!given.format().equals("other")) {
      assertThat(new StrictPairs().violations(given.format(), expected)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_case_has_a_name_and_a_source(Case given) {
    assertThat(given.members()).containsKeys("name", "source", "format", "messages", "expected");
  }

  @Test
  void there_is_a_case_for_every_kind_of_repair_that_messages_alone_can_need() throws IOException {
    Set<String> shown =
        cases()
            .flatMap(each -> each.expected("repairs").stream())
            .map(repair -> LenientJson.string(repair.members(), "kind"))
            .collect(Collectors.toCollection(HashSet::new));
    // The one that only a reader needs, which chooses the window.
    shown.add(Repair.Kind.WINDOW_NARROWED.wireName());
    assertThat(Stream.of(Repair.Kind.values()).map(Repair.Kind::wireName))
        .allMatch(shown::contains);
  }
}
