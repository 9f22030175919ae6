package io.sessionfold.query.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.query.valid.Logged;
import io.sessionfold.query.valid.StrictPairs;
import io.sessionfold.query.valid.Talks;
import io.sessionfold.query.valid.Translation;
import io.sessionfold.session.Agent;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatExportTest {
  private static final Pattern ID = Pattern.compile("\"(id|tool_call_id)\":\"([^\"]*)\"");

  private static List<JsonText> exported(
      ChatExport export, String format, Map<String, JsonText> data, List<JsonText> texts) {
    Agent agent =
        new Agent(Logged.AGENT, EventLog.BEGINNING, EventLog.BEGINNING, texts.size(), data);
    JsonText line = export.lineOf(agent, Logged.messages(format, texts)).orElseThrow();
    assertThat(line.members()).containsOnlyKeys("messages");
    return line.members().get("messages").elements();
  }

  private static List<JsonText> exported(String format, JsonText... texts) {
    return exported(ChatExport.withoutReasoning(), format, Map.of(), List.of(texts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"strands", "anthropic", "gemini", "openai.chat", "openai.responses"})
  void a_conversation_of_any_format_is_the_conversation_of_the_chat_api(String format) {
    for (int seed = 0; seed < 40; seed++) {
      List<JsonText> chat = Talks.talk(seed);
      List<JsonText> texts = Translation.to(format, chat);
      Map<String, JsonText> data = Map.of("system_prompt", JsonText.of("be brief"));
      List<JsonText> lines = exported(ChatExport.withoutReasoning(), format, data, texts);
      assertThat(numbered(lines)).as("%s, talk %s", format, seed).isEqualTo(numbered(chat));
    }
  }

  /** With the ids of calls replaced by how many there were: some formats have none or others. */
  private static List<String> numbered(List<JsonText> messages) {
    List<String> numbered = new ArrayList<>();
    Map<String, Integer> open = new LinkedHashMap<>();
    int[] calls = {0};
    for (JsonText message : messages) {
      // Gemini's results are objects.
      String text =
          message.toString().replace("\"{\\\"output\\\":\\\"", "\"").replace("\\\"}\"", "\"");
      Matcher ids = ID.matcher(text);
      numbered.add(
          ids.replaceAll(
              id -> {
                if (id.group(1).equals("id")) {
                  open.put(id.group(2), ++calls[0]);
                }
                return "#" + open.getOrDefault(id.group(2), -1);
              }));
    }
    return numbered;
  }

  @Test
  void a_line_is_valid_whatever_the_log_holds() {
    List<JsonText> lines =
        exported(
            "openai.responses",
            Json.parse(
                "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"{}\"}"),
            Json.parse("{\"type\":\"message\",\"role\":\"user\",\"content\":\"hello?\"}"),
            Json.parse(
                "{\"type\":\"function_call_output\",\"call_id\":\"a\",\"output\":\"late\"}"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).toString()).contains("\"tool\"", "late");
    assertThat(
            new StrictPairs()
                .violations("openai.chat", lines.stream().map(JsonText::toString).toList()))
        .isEmpty();
  }

  @Test
  void reasoning_is_left_out_or_kept() {
    JsonText thought =
        Json.parse(
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\","
                + "\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"yes\"}]}");
    assertThat(exported("anthropic", thought))
        .containsExactly(Json.object("role", "assistant", "content", "yes"));
    assertThat(exported(ChatExport.withReasoning(), "anthropic", Map.of(), List.of(thought)))
        .containsExactly(
            Json.object("role", "assistant", "reasoning_content", "hm", "content", "yes"));
  }

  @Test
  void media_are_taken_over() {
    JsonText message =
        Json.parse(
            "{\"role\":\"user\",\"content\":[{\"text\":\"look\"},"
                + "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"AA==\"}}},"
                + "{\"document\":{\"format\":\"pdf\",\"source\":{\"bytes\":\"AA==\"}}},"
                + "{\"cachePoint\":{\"type\":\"default\"}}]}");
    assertThat(exported("strands", message))
        .containsExactly(
            Json.parse(
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"look\"},"
                    + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}},"
                    + "{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,AA==\"}}]}"));
  }

  @Test
  void an_agent_without_messages_has_no_line() {
    Agent agent = new Agent("a", EventLog.BEGINNING, EventLog.BEGINNING, 0, Map.of());
    assertThat(ChatExport.withoutReasoning().lineOf(agent, List.of())).isEmpty();
  }
}
