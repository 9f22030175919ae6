package io.sessionfold.chaos.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final SessionKey KEY = new SessionKey("t", "s");
  private static final String NAME = "t/s";

  private final Memory memory = new Memory();

  private static Session session(long revision, long... seqs) {
    List<Message> messages = new ArrayList<>();
    for (long seq : seqs) {
      messages.add(message(seq));
    }
    Session empty = Session.before(KEY);
    return new Session(
        KEY,
        revision,
        null,
        null,
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null,
        Map.of(),
        Map.of(),
        messages,
        empty.feedbacks(),
        empty.guardrailEvents(),
        empty.usage());
  }

  private static Message message(long seq) {
    return new Message(
        seq,
        "agent",
        seq - 1,
        0,
        "e" + seq,
        "/source",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        MessageFormat.OPENAI_CHAT,
        JsonText.EMPTY_OBJECT,
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

  @Test
  void a_session_that_grows_is_right() {
    memory.saw(NAME, session(1, 1));
    memory.saw(NAME, session(1, 1));
    memory.sawRevision(NAME, 2);
    memory.saw(NAME, session(3, 1, 2));

    assertThat(memory.findings()).isEmpty();
  }

  @Test
  void a_revision_does_not_go_down() {
    memory.saw(NAME, session(3, 1, 2));
    memory.sawRevision(NAME, 2);

    assertThat(memory.findings())
        .singleElement()
        .asString()
        .contains("revision 2 after revision 3");
  }

  @Test
  void a_message_that_was_seen_is_not_missing_later() {
    memory.saw(NAME, session(2, 1, 2));
    memory.saw(NAME, session(3, 1));

    assertThat(memory.findings())
        .singleElement()
        .asString()
        .contains("nothing in place of message 2");
  }

  @Test
  void messages_have_no_gap() {
    memory.saw(NAME, session(3, 1, 3));

    assertThat(memory.findings()).singleElement().asString().contains("message 3 after 1");
  }

  @Test
  void a_session_that_is_gone_does_not_come_back() {
    assertThat(memory.missed(NAME)).as("it was never there").isFalse();
    memory.saw(NAME, session(1, 1));
    assertThat(memory.missed(NAME)).isTrue();
    memory.saw(NAME, session(2, 1));

    assertThat(memory.findings()).singleElement().asString().contains("after it was gone");
  }
}
