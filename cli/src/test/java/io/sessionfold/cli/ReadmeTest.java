package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents tell people to type is what the command and the compiler take. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  /** Words as a shell splits them: quoted, or without spaces; a comment ends the line. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(#.*)|(\\S+)");

  private static final String PROGRAM = "./sessionfold";

  @TempDir private Path directory;

  static Stream<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String page :
        List.of("README.md", "CONTRIBUTING.md", "docs/performance.md", "docs/reading.md")) {
      blocks(page, "bash")
          .flatMap(block -> block.replace("\\\n", " ").lines())
          .filter(line -> line.startsWith(PROGRAM) && !line.startsWith(PROGRAM + " bench"))
          .forEach(commands::add);
    }
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_in_the_documents_is_one(String line) {
    List<String> words = words(line.substring(PROGRAM.length()));
    Console console = new Console(System.out, System.err, false, false);
    assertThatCode(() -> Main.commandLine(console).parseArgs(words.toArray(String[]::new)))
        .as(line)
        .doesNotThrowAnyException();
    assertThat(line)
        .as("a shell takes ? and * for patterns: quote them")
        .doesNotContainPattern("^[^'\"#]*[?*]");
  }

  @Test
  void there_are_commands_to_check() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(7);
  }

  @Test
  void the_java_in_the_readme_compiles() throws IOException {
    String snippet = blocks("README.md", "java").reduce("", String::concat);
    assertThat(snippet).contains("EventPublisher");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                problems,
                null,
                null,
                List.of("-proc:none", "-d", directory.toString()),
                null,
                List.of(source(snippet)))
            .call();
    assertThat(compiled).as(problems.toString()).isTrue();
  }

  private static JavaFileObject source(String snippet) {
    String text =
        """
        import io.sessionfold.event.*;
        import io.sessionfold.ingest.*;
        import io.sessionfold.journal.*;
        import io.sessionfold.json.*;
        class Snippet { void run() throws Exception { %s } }
        """
            .formatted(snippet);
    return new SimpleJavaFileObject(
        URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static Stream<String> blocks(String page, String language) throws IOException {
    String text = Files.readString(Compose.checkout().resolve(page), StandardCharsets.UTF_8);
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).toLowerCase(Locale.ROOT).equals(language))
        .map(block -> block.group(2));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find() && word.group(3) == null) {
      String quoted = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(quoted == null ? word.group(4) : quoted);
    }
    return words;
  }
}
