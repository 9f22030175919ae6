package io.sessionfold.chaos.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeavingTest {
  static Stream<Weaving> weavings() {
    return Weaving.all(EnumSet.allOf(Mutation.class)).stream();
  }

  @ParameterizedTest
  @MethodSource("weavings")
  void what_is_woven_is_in_the_product(Weaving weaving) throws ClassNotFoundException {
    Class<?> type =
        Class.forName(weaving.type(), false, Thread.currentThread().getContextClassLoader());

    assertThat(Arrays.stream(type.getDeclaredMethods()).map(m -> m.getName()))
        .as("methods of %s", weaving.type())
        .contains(weaving.method());
  }
}
