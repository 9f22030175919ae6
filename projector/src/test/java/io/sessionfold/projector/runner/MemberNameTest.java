package io.sessionfold.projector.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberNameTest {
  @TempDir Path directory;

  @Test
  void a_name_stays_with_the_directory() throws IOException {
    String first;
    try (MemberName name = MemberName.take(directory, "mongo")) {
      first = name.toString();
    }
    try (MemberName again = MemberName.take(directory, "mongo")) {
      assertThat(again).hasToString(first);
    }
  }

  @Test
  void living_members_have_names_of_their_own() throws IOException {
    try (MemberName one = MemberName.take(directory, "mongo");
        MemberName two = MemberName.take(directory, "mongo");
        MemberName other = MemberName.take(directory, "jsonl")) {
      assertThat(one.toString()).isNotEqualTo(two.toString()).isNotEqualTo(other.toString());
    }
  }
}
