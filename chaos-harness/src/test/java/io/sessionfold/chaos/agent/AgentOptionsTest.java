package io.sessionfold.chaos.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentOptionsTest {
  @Test
  void options_come_back_from_the_argument() {
    AgentOptions options =
        new AgentOptions(Path.of("/control"), Set.of(Mutation.NO_FENCE, Mutation.NO_DEDUPLICATION));

    assertThat(AgentOptions.of(options.argument())).isEqualTo(options);
  }
}
