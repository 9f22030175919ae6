package io.sessionfold.cli;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Generated conversations as {@code import} reads them, with tool calls, null contents, numbers
 * that are easily rewritten and characters that are easily lost. The same arguments give the same
 * conversations, and a larger count of messages adds to those of a smaller one.
 */
final class Conversations {
  private final List<JsonText> lines;

  private Conversations(List<JsonText> lines) {
    this.lines = lines;
  }

  static Conversations generate(String name, int sessions, int messages) {
    List<JsonText> lines = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      Random random = new Random(31L * session + name.hashCode());
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        texts.add(message(i, random));
      }
      lines.add(
          Json.parse(
              "{\"id\":\"%s-%d\",\"messages\":[%s],\"metadata\":{\"customer\":\"c.%d\",\"score\":1.0}}"
                  .formatted(name, session, String.join(",", texts), session % 10)));
    }
    return new Conversations(lines);
  }

  private static String message(int i, Random random) {
    String time = "2026-03-01T%02d:%02d:00Z".formatted(i / 60 % 24, i % 60);
    return switch (i % 4) {
      case 0 ->
          "{\"role\":\"user\",\"content\":\"#%d \\u2028 \\ud83d\\udce6 where is it?\",\"timestamp\":\"%s\"}"
              .formatted(random.nextInt(), time);
      case 1 ->
          ("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c%d\",\"type\":\"function\","
                  + "\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"n\\\": 1.0}\"}}],\"timestamp\":\"%s\"}")
              .formatted(i, time);
      case 2 ->
          "{\"role\":\"tool\",\"tool_call_id\":\"c%d\",\"content\":\"\",\"took\":1e%d,\"$ref\":{\"a.b\":0.10},\"timestamp\":\"%s\"}"
              .formatted(i - 1, random.nextInt(400), time);
      default ->
          "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"على الطريق\"},{\"type\":\"new\",\"x\":%d}],\"timestamp\":\"%s\"}"
              .formatted(random.nextInt(), time);
    };
  }

  Path write(Path directory) throws IOException {
    return Files.write(
        Files.createTempFile(directory, "conversations", ".jsonl"),
        lines.stream().map(JsonText::toString).toList());
  }

  List<JsonText> lines() {
    return lines;
  }

  /** The events that an import makes of them: one for each message and one for each session. */
  long events() {
    return lines.stream().mapToLong(line -> messages(line).size() + 1).sum();
  }

  static String id(JsonText line) {
    return line.members().get("id").string();
  }

  static SessionKey key(JsonText line) {
    return SessionKey.of(id(line));
  }

  static List<JsonText> messages(JsonText line) {
    return line.members().get("messages").elements();
  }
}
