package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code check files} must do on a whole pipeline about one file that is damaged. */
record DamageCommands(PastCommands.Runner sessionfold, SessionKey key, Path file) {
  void assertRight() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(file, damaged);

    Answer found = sessionfold.run("check", "files", "--json");
    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out()).contains("\"session\":\"" + key + "\"").hasLineCount(1);
    Answer repaired = sessionfold.run("check", "files", "--repair");
    assertThat(repaired.code()).as(repaired.err()).isZero();
    assertThat(repaired.err()).contains("released: " + key);
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    Answer again = sessionfold.run("check", "files");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains(" 0 damaged");
  }
}
