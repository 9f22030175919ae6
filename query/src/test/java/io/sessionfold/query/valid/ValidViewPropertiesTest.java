package io.sessionfold.query.valid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.query.valid.Repair.Kind;
import io.sessionfold.session.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the view of any messages, judged by rules that are not its own. */
class ValidViewPropertiesTest {
  private static final int TALKS = 60;
  private static final int DAMAGES = 400;

  private final StrictPairs pairs = new StrictPairs();

  @ParameterizedTest
  @ValueSource(strings = {"strands", "anthropic", "gemini", "openai.chat", "openai.responses"})
  void every_window_of_a_conversation_is_accepted(String format) {
    for (List<JsonText> talk : talks()) {
      windows(format, talk, true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"strands", "anthropic", "gemini", "openai.chat", "openai.responses"})
  void every_window_of_a_real_conversation_is_accepted(String format) {
    Optional<List<List<JsonText>>> real = RealConversations.read();
    assumeThat(real)
        .as("no real conversations beside the project; SESSIONFOLD_CONVERSATIONS names a file")
        .isPresent();
    // In the format that they are in, all windows; in the others all that have one of the ends.
    boolean theirs = format.equals("openai.chat");
    for (List<JsonText> conversation : real.orElseThrow()) {
      windows(format, conversation, theirs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"strands", "anthropic", "gemini", "openai.chat", "openai.responses"})
  void a_damaged_conversation_is_accepted_and_loses_nothing_that_was_said(String format) {
    List<List<JsonText>> talks = talks();
    for (int seed = 0; seed < DAMAGES; seed++) {
      List<JsonText> whole = Translation.to(format, talks.get(seed % talks.size()));
      List<JsonText> damaged = Damage.to(whole, seed);
      List<Message> messages = Logged.messages(format, damaged);
      for (int end = 0; end <= messages.size(); end++) {
        String what = format + ", damage " + seed + ", first " + end;
        List<Message> prefix = messages.subList(0, end);
        Valid valid = accepted(format, prefix, what);
        assertThat(Said.in(texts(valid)))
            .as(what)
            .isEqualTo(Said.in(strings(damaged.subList(0, end))));
        assertThat(answered(valid)).as(what).isEqualTo(reported(valid));
      }
    }
  }

  private static List<List<JsonText>> talks() {
    return LongStream.range(0, TALKS).mapToObj(Talks::talk).toList();
  }

  private void windows(String format, List<JsonText> chat, boolean all) {
    List<JsonText> texts = Translation.to(format, chat);
    List<Message> messages = Logged.messages(format, texts);
    List<String> strings = strings(texts);
    for (int start = 0; start <= messages.size(); start++) {
      for (int end = start; end <= messages.size(); end++) {
        if (!all && start > 0 && end < messages.size()) {
          continue;
        }
        String what = format + ", from " + start + " to " + end;
        Valid valid = accepted(format, messages.subList(start, end), what);
        begins(valid, start, what);
        unchanged(format, valid, strings, start, end, what);
      }
    }
  }

  private Valid accepted(String format, List<Message> messages, String what) {
    Valid valid = ValidView.of(messages);
    List<String> violations = pairs.violations(format, texts(valid));
    assertThat(violations).as(what).isEmpty();
    return valid;
  }

  private void begins(Valid valid, int start, String what) {
    if (start > 0 && !valid.messages().isEmpty()) {
      String first = texts(valid).get(0);
      assertThat(pairs.beginsTurn(first)).as("%s begins with %s", what, first).isTrue();
    }
  }

  /** What an API would take anyway is not touched. */
  private void unchanged(
      String format, Valid valid, List<String> strings, int start, int end, String what) {
    List<String> given = strings.subList(start, end);
    boolean begins = start == 0 || given.isEmpty() || pairs.beginsTurn(given.get(0));
    if (begins && pairs.violations(format, given).isEmpty()) {
      assertThat(texts(valid)).as(what).isEqualTo(given);
      assertThat(valid.repairs()).as(what).isEmpty();
    }
  }

  private static long answered(Valid valid) {
    return valid.messages().stream()
        .mapToLong(m -> m.message().toString().split(ErrorResults.TEXT, -1).length - 1)
        .sum();
  }

  private static long reported(Valid valid) {
    return valid.repairs().stream().filter(r -> r.kind() == Kind.CALL_ANSWERED).count();
  }

  private static List<String> texts(Valid valid) {
    return valid.messages().stream().map(m -> m.message().toString()).toList();
  }

  private static List<String> strings(List<JsonText> texts) {
    return texts.stream().map(JsonText::toString).toList();
  }
}
