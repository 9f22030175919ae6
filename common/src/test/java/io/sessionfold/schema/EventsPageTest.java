package io.sessionfold.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsPageTest {
  /** Surefire runs in the module's directory. */
  private static final Path PAGE = Path.of("..", "docs", "events.md");

  private final String generated = EventsPage.render(EventSchemas.released());

  @Test
  void the_page_in_docs_is_what_the_schemas_say() throws IOException {
    if (Boolean.getBoolean("sessionfold.write-docs")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE)
        .as(
            "docs/events.md; to write it: mvn test -pl common -Dtest=EventsPageTest -Dsessionfold.write-docs=true")
        .hasContent(generated);
  }

  @Test
  void every_type_has_its_section_with_topic_table_and_example() {
    for (SchemaId id : EventSchemas.released().known()) {
      int start = generated.indexOf("\n## " + id.type() + "\n");
      assertThat(start).as(id.type()).isPositive();
      int next = generated.indexOf("\n## ", start + 1);
      String section = generated.substring(start, next);
      assertThat(section)
          .contains(
              "`" + id.eventType() + "`",
              "`" + id.uri() + "`",
              "- Topic: `agent-",
              "| `ext` |",
              "```json");
    }
  }

  @Test
  void state_that_must_follow_its_messages_is_on_their_topic() {
    assertThat(generated)
        .contains("`io.sessionfold.agent.synced.v1`\n- Topic: `agent-messages`")
        .contains("`io.sessionfold.message.redacted.v1`\n- Topic: `agent-messages`")
        .contains("`io.sessionfold.feedback.given.v1`\n- Topic: `agent-metadata`");
  }
}
