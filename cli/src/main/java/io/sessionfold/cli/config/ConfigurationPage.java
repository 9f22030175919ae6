package io.sessionfold.cli.config;

import io.sessionfold.projector.topics.ClientProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of {@code docs/configuration.md}, made from the catalogue of keys. */
public final class ConfigurationPage {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from the catalogue of settings in cli; a test compares the two. Do not edit. -->

      A flag wins over the environment, the environment over the configuration file (`--config`, \
      properties or YAML), the file over the default. The key `a.b-c` is `SESSIONFOLD_A_B_C` in \
      the environment. An unknown key in a file, or a value that cannot be used, ends the process \
      at its start with a message that names the key. `run` prints what is in force on standard \
      error when it starts; `up` prints where everything is, and logs what is in force at level \
      `INFO`. Secrets are masked. In YAML, keys are \
      nested or written with dots.

      What the guarantees rest on (acknowledgements, idempotence, transactions, isolation levels, \
      write concern) is not configurable.

      Page bounds and limits belong to a journal: they are recorded when it is made, a projector \
      that is configured otherwise refuses to start, and publishers must have the same. What is \
      beyond a limit is rejected with the reason `limit`. Sizes are bytes of JSON in UTF-8.
      """;

  private ConfigurationPage() {}

  /** The page. */
  public static String render() {
    Map<String, List<Setting>> groups = new LinkedHashMap<>();
    Stream.of(Setting.values())
        .forEach(s -> groups.computeIfAbsent(s.group(), g -> new ArrayList<>()).add(s));
    StringBuilder page = new StringBuilder(INTRODUCTION);
    groups.forEach((group, settings) -> append(page, group, settings));
    appendKafka(page);
    appendVariables(page);
    return page.toString();
  }

  private static void appendKafka(StringBuilder page) {
    page.append("\n## Kafka clients\n\n");
    page.append(
        "`kafka.<name>` is the property `<name>` of every Kafka client of every command (but for `up`, whose broker is its own), ");
    page.append("for encryption, authentication and connections. In the environment ");
    page.append("`kafka.security.protocol` is `SESSIONFOLD_KAFKA_SECURITY_PROTOCOL`. ");
    page.append("Names that begin so can be set: ");
    page.append(
        ClientProperties.ALLOWED.stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", ")));
    page.append(".\n\n```properties\n");
    page.append("kafka.security.protocol=SASL_SSL\nkafka.sasl.mechanism=SCRAM-SHA-512\n");
    page.append(
        "kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
            + " username=\"me\" password=\"...\";\n```\n");
  }

  private static void appendVariables(StringBuilder page) {
    page.append("\n## Environment alone\n\n| Environment | Meaning |\n|---|---|\n");
    for (Variable v : Variable.values()) {
      page.append("| `").append(v.variable()).append("` | ").append(v.meaning()).append(" |\n");
    }
  }

  private static void append(StringBuilder page, String group, List<Setting> settings) {
    page.append("\n## ").append(group).append("\n\n");
    page.append("| Key | Environment | Default | Meaning |\n|---|---|---|---|\n");
    for (Setting s : settings) {
      page.append("| `").append(s.key()).append("` | `").append(s.environmentName()).append("` | ");
      page.append(s.defaultValue().isEmpty() ? "" : "`" + s.defaultValue() + "`");
      page.append(" | ").append(s.meaning()).append(" |\n");
    }
  }
}
