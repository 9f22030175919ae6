package io.sessionfold.cli.show;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.cli.Console;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.query.SessionDiff;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.AsOf.AtRevision;
import io.sessionfold.session.PastSession;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiffTranscriptTest {
  private static final AtRevision FIRST = new AtRevision(1);

  private static Optional<PastSession> past(AsOf point, TestEvent... events) {
    List<Applied> changes = Journal.of(events).applied();
    return PastSession.of(EventLog.SESSION, point, changes::forEach);
  }

  private static String show(TestEvent... events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    SessionDiff diff =
        SessionDiff.between(past(FIRST, events), past(AsOf.NOW, events).orElseThrow());
    new DiffTranscript(new Console(stream, stream, false, false)).print(diff);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_is_new_gone_and_other_is_told_apart() {
    String text =
        show(
            appended("a", "one"),
            metadata().set("/k", 1).set("/gone", true),
            redacted(target("a", 0)).with("reason", "pii"),
            feedback("up"),
            appended("a", "two"));
    assertThat(text)
        .contains(
            "from  revision 1, recorded 2026-03-01T09:00:00.000Z",
            "to    revision 5, recorded 2026-03-01T09:00:04.000Z",
            "metadata\n  + /k  1\n",
            "agents\n",
            "  ~ /a/messages  1 → 2\n",
            "message #1 · a 0\n",
            "  ~ /redacted  false → true\n",
            "1 messages added\n\nuser  #2 · a",
            "    two\n",
            "feedback  2026-03-01T09:00:03.000Z");
    assertThat(text).doesNotContain("one\n");
  }

  @Test
  void nothing_is_told_as_nothing() {
    assertThat(show(appended("one"))).endsWith("no differences\n");
  }

  @Test
  void text_from_outside_cannot_control_the_terminal() {
    String text = show(appended("a\u202eb", "one"), metadata().set("/k\u202e\n", "\u202e\u009b2J"));
    assertThat(text)
        .doesNotContain("\u202e", "\u009b")
        .contains("  + /k\\u202e\\n  \"\\u202e\\u009b2J\"");
  }

  @Test
  void a_session_as_it_was_says_so() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Transcript(new Console(stream, stream, false, false))
        .print(past(FIRST, appended("one"), appended("two")).orElseThrow());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("as of        revision 1, recorded 2026-03-01T09:00:00.000Z\n", "    one\n")
        .doesNotContain("two");
  }
}
