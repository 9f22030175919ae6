package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Compares the files of a tenant in a generation with the applied changes of the journal, line by
 * line.
 */
final class FileJudge {
  private static final String CHECKSUM = "crc32c";

  private final Path generation;

  FileJudge(Path root, int generation) {
    this.generation = root.resolve("g" + generation);
  }

  void judge(
      String tenant,
      Map<String, ModelSession> expected,
      Map<String, List<JsonNode>> applied,
      Findings findings) {
    Map<String, Path> files = new HashMap<>();
    for (Path file : all(generation.resolve(tenant).resolve("sessions"))) {
      if (file.toString().endsWith(".tmp")) {
        continue; // A crash may leave one; it is nobody's file.
      }
      Path before = files.put(session(file, findings), file);
      if (before != null) {
        findings.add(file.toString(), "a second file of the session of " + before);
      }
    }
    Set<String> unknown = new HashSet<>(files.keySet());
    unknown.removeAll(expected.keySet());
    unknown.forEach(key -> findings.add(key, "has a file and no applied event"));
    expected.forEach(
        (key, session) -> {
          Path file = files.get(key);
          if (file == null) {
            findings.add(key, "has no file");
          } else {
            file(session, file, applied.getOrDefault(key, List.of()), findings);
            link(tenant, session, file, findings);
          }
        });
  }

  private static String session(Path file, Findings findings) {
    List<String> lines = lines(file, findings);
    return lines.isEmpty() ? file.toString() : Trees.parse(lines.get(0)).path("session").asText();
  }

  private static List<String> lines(Path file, Findings findings) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (!text.endsWith("\n")) {
        findings.add(file.toString(), "ends in a torn line");
      }
      return text.lines().toList();
    } catch (IOException e) {
      findings.add(file.toString(), "cannot be read: " + e);
      return List.of();
    }
  }

  private static void file(
      ModelSession session, Path file, List<JsonNode> applied, Findings findings) {
    String where = "file of " + session.key;
    List<String> lines = lines(file, findings);
    if (lines.isEmpty()) {
      findings.add(where, "is empty");
      return;
    }
    takenBack(session, String.join("\n", lines), findings);
    List<JsonNode> wanted =
        session.deleted && !applied.isEmpty()
            ? applied.subList(applied.size() - 1, applied.size())
            : applied;
    findings.same(where, "number of changes", wanted.size(), lines.size() - 1);
    for (int i = 1; i < lines.size() && i <= wanted.size(); i++) {
      JsonNode found = Trees.read(lines.get(i).getBytes(StandardCharsets.UTF_8)).orElse(null);
      if (found == null) {
        findings.add(where, "line " + (i + 1) + " is not JSON");
        return;
      }
      String at = where + " line " + (i + 1);
      checksum(at, lines.get(i), found, findings);
      findings.same(at, "change", change(wanted.get(i - 1)), change(found));
    }
  }

  /** The last member is the CRC-32C of the line without it; it is no part of the change. */
  private static void checksum(String at, String line, JsonNode found, Findings findings) {
    String said = found instanceof ObjectNode object ? text(object.remove(CHECKSUM)) : null;
    String member = ",\"" + CHECKSUM + "\":\"" + said + "\"}";
    if (said == null || !line.endsWith(member)) {
      findings.add(at, "does not end with its checksum");
      return;
    }
    CRC32C checksum = new CRC32C();
    String content = line.substring(0, line.length() - member.length()) + "}";
    checksum.update(content.getBytes(StandardCharsets.UTF_8));
    findings.same(at, "checksum", String.format("%08x", checksum.getValue()), said);
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null ? null : node.asText();
  }

  /** A change without the texts that a later redaction overwrites. */
  private static String change(JsonNode change) {
    ObjectNode copy = change.deepCopy();
    if (copy.get("data") instanceof ObjectNode data) {
      data.remove(List.of("message", "redact_message"));
    }
    return Trees.sorted(copy);
  }

  private static void takenBack(ModelSession session, String everything, Findings findings) {
    Secrets.left(session, everything)
        .forEach(
            secret -> findings.add(session.key, "the file holds a text taken back: " + secret));
    if (!session.deleted) {
      for (ModelMessage message : session.messages) {
        Secrets.in(message.text.toString())
            .filter(secret -> !everything.contains(secret))
            .ifPresent(secret -> findings.add(session.key, "the file lacks a message: " + secret));
      }
    }
  }

  private void link(String tenant, ModelSession session, Path file, Findings findings) {
    String user = session.start.get("user");
    if (user == null) {
      return;
    }
    Path link =
        generation
            .resolve(tenant)
            .resolve("users")
            .resolve(user)
            .resolve("sessions")
            .resolve(file.getFileName());
    boolean there = Files.exists(link, LinkOption.NOFOLLOW_LINKS);
    findings.same(link.toString(), "is there", !session.deleted, there);
    try {
      if (there && !Files.isSameFile(link, file)) {
        findings.add(link.toString(), "leads elsewhere");
      }
    } catch (IOException e) {
      findings.add(link.toString(), "leads nowhere");
    }
  }

  private static List<Path> all(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
