package io.sessionfold.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void the_page_is_what_the_catalogue_says() throws IOException {
    if (Boolean.getBoolean("sessionfold.write-docs")) {
      Files.writeString(PAGE, ConfigurationPage.render());
    }
    assertThat(PAGE)
        .as(
            "write it with: mvn test -pl cli -am -Dtest=ConfigurationPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsessionfold.write-docs=true")
        .hasContent(ConfigurationPage.render());
  }
}
