package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UniqueNamesTest {
  @Test
  void no_suffix_comes_twice_and_each_fits_topics_and_databases() {
    assertThat(UniqueNames.suffix())
        .isNotEqualTo(UniqueNames.suffix())
        .matches("[0-9a-f]{8}x[0-9]+");
  }
}
