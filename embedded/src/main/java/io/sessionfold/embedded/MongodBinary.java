package io.sessionfold.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@code mongod} is to be had: the environment variable {@value #VARIABLE}, then the PATH.
 * Tests look in between for {@code .tools/mongod/mongod} of their checkout, where {@code
 * scripts/fetch-mongod} puts it.
 */
public final class MongodBinary {
  /** Names the binary to use; a value that is no executable file is an error, never ignored. */
  public static final String VARIABLE = "SESSIONFOLD_MONGOD";

  /** With the value {@code true}, {@link #findForTests()} fails where it finds none. */
  public static final String REQUIRED_VARIABLE = "SESSIONFOLD_REQUIRE_MONGOD";

  private static final Path FETCHED = Path.of(".tools", "mongod", "mongod");
  private static final Pattern PATH_SEPARATOR =
      Pattern.compile(System.getProperty("path.separator"), Pattern.LITERAL);

  private final Map<String, String> environment;
  private final Path workingDirectory;

  MongodBinary(Map<String, String> environment, Path workingDirectory) {
    this.environment = environment;
    this.workingDirectory = workingDirectory;
  }

  /** The binary to use, or empty if this machine has none. */
  public static Optional<Path> find() {
    return ofThisProcess().search();
  }

  /**
   * The same for tests, and what their checkout has fetched: empty lets a test say that it ran
   * without a real mongod, unless one was promised.
   *
   * @throws ServerRefusedException if {@value #REQUIRED_VARIABLE} is {@code true} and there is none
   */
  public static Optional<Path> findForTests() {
    return ofThisProcess().searchForTests();
  }

  private static MongodBinary ofThisProcess() {
    return new MongodBinary(System.getenv(), Path.of("").toAbsolutePath());
  }

  Optional<Path> search() {
    return named().or(this::firstOnPath);
  }

  private Optional<Path> named() {
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(value -> !value.isBlank())
        .map(value -> demandExecutable(Path.of(value)));
  }

  private Optional<Path> firstOnPath() {
    return onPath().filter(MongodBinary::isExecutable).findFirst();
  }

  Optional<Path> searchForTests() {
    Optional<Path> found =
        named()
            .or(() -> fetched().filter(MongodBinary::isExecutable).findFirst())
            .or(this::firstOnPath);
    if (found.isEmpty() && Boolean.parseBoolean(environment.get(REQUIRED_VARIABLE))) {
      throw new ServerRefusedException(
          "%s is true, but there is no mongod. Run scripts/fetch-mongod, or set %s to a mongod, or put one on the PATH."
              .formatted(REQUIRED_VARIABLE, VARIABLE));
    }
    return found;
  }

  private Stream<Path> fetched() {
    return Stream.<@Nullable Path>iterate(
            workingDirectory, directory -> directory != null, Path::getParent)
        .map(directory -> directory.resolve(FETCHED));
  }

  private Stream<Path> onPath() {
    return PATH_SEPARATOR
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(entry -> !entry.isBlank())
        .map(entry -> Path.of(entry, "mongod"));
  }

  private static Path demandExecutable(Path named) {
    if (!isExecutable(named)) {
      throw new ServerRefusedException(
          "%s is %s, which is not an executable file. Correct it, or unset it to search elsewhere."
              .formatted(VARIABLE, named));
    }
    return named;
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
