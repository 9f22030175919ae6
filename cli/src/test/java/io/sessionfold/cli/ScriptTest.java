package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void a_missing_jdk_is_a_failure_with_a_remedy_and_no_wrong_usage() throws Exception {
    String script = Compose.checkout().resolve("sessionfold").toString();
    ProcessBuilder builder = new ProcessBuilder(script, "--version").redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", "/nowhere");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(said).startsWith("sessionfold: no /nowhere/bin/java found").contains("JAVA_HOME");
  }
}
