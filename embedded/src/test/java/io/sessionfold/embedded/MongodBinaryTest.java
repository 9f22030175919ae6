package io.sessionfold.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongodBinaryTest {
  @TempDir Path directory;

  @Test
  void the_variable_wins_over_the_path_and_a_checkout_is_not_searched() throws IOException {
    Path named = executable(directory.resolve("named/mongod"));
    executable(directory.resolve("checkout/.tools/mongod/mongod"));
    Path onPath = executable(directory.resolve("bin/mongod"));
    Path module = Files.createDirectories(directory.resolve("checkout/module/target"));
    String path = directory.resolve("empty") + ":" + onPath.getParent();

    assertThat(
            new MongodBinary(Map.of(MongodBinary.VARIABLE, named.toString(), "PATH", path), module)
                .search())
        .contains(named);
    assertThat(new MongodBinary(Map.of("PATH", path), module).search()).contains(onPath);
    assertThat(new MongodBinary(Map.of(), module).search()).isEmpty();
  }

  @Test
  void tests_take_what_their_checkout_fetched_before_the_path() throws IOException {
    Path named = executable(directory.resolve("named/mongod"));
    Path fetched = executable(directory.resolve("checkout/.tools/mongod/mongod"));
    Path onPath = executable(directory.resolve("bin/mongod"));
    Path module = Files.createDirectories(directory.resolve("checkout/module/target"));
    String path = onPath.getParent().toString();

    assertThat(
            new MongodBinary(Map.of(MongodBinary.VARIABLE, named.toString(), "PATH", path), module)
                .searchForTests())
        .contains(named);
    assertThat(new MongodBinary(Map.of("PATH", path), module).searchForTests()).contains(fetched);
    assertThat(new MongodBinary(Map.of("PATH", path), directory).searchForTests()).contains(onPath);
  }

  @Test
  void a_variable_that_names_no_executable_is_an_error() throws IOException {
    Path plain = Files.createFile(directory.resolve("mongod"));
    MongodBinary binary =
        new MongodBinary(Map.of(MongodBinary.VARIABLE, plain.toString()), directory);
    assertThatThrownBy(binary::search)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(MongodBinary.VARIABLE + " is " + plain)
        .hasMessageContaining("Correct it");
  }

  @Test
  void a_promised_mongod_that_is_missing_fails_with_the_remedy() {
    assertThat(new MongodBinary(Map.of(), directory).searchForTests()).isEmpty();
    MongodBinary promised =
        new MongodBinary(Map.of(MongodBinary.REQUIRED_VARIABLE, "true"), directory);
    assertThatThrownBy(promised::searchForTests)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scripts/fetch-mongod");
  }

  private static Path executable(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
