package io.sessionfold.query.valid;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Real conversations, one a line as {@code sessionfold import} reads them, of a file that is beside
 * the project or that {@code SESSIONFOLD_CONVERSATIONS} names: then it must be there.
 */
final class RealConversations {
  private static final String VARIABLE = "SESSIONFOLD_CONVERSATIONS";
  private static final Path BESIDE = Path.of("shared", "data", "airline-conversations.jsonl");

  private RealConversations() {}

  /** The messages of each conversation; empty if there is no such file. */
  static Optional<List<List<JsonText>>> read() {
    return file().map(RealConversations::conversations);
  }

  private static Optional<Path> file() {
    String named = System.getenv(VARIABLE);
    if (named != null) {
      assertThat(Path.of(named)).as(VARIABLE).isRegularFile();
      return Optional.of(Path.of(named));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
        .map(directory -> directory.resolve(BESIDE))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static List<List<JsonText>> conversations(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> Json.parse(line).members().get("messages"))
          .map(messages -> messages == null ? List.<JsonText>of() : messages.elements())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
