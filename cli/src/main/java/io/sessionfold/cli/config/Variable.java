package io.sessionfold.cli.config;

import java.util.Optional;

/** The environment variables that are no settings: they say where settings and programs are. */
public enum Variable {
  DATA("SESSIONFOLD_DATA", "data directory, as `--data`; default: `./.sessionfold`"),
  CONFIG("SESSIONFOLD_CONFIG", "configuration file, as `--config`"),
  LOG("SESSIONFOLD_LOG", "level of the log on standard error; default: `WARN`"),
  LOG_LIBRARIES(
      "SESSIONFOLD_LOG_LIBRARIES", "level of what Kafka and the MongoDB driver log; default: few"),
  MONGOD(
      "SESSIONFOLD_MONGOD",
      "the mongod that `up` starts; default: the one on the `PATH`, else the emulator. The script"
          + " `./sessionfold` sets it to what `scripts/fetch-mongod` fetched, where there is no"
          + " other"),
  JAVA_OPTIONS(
      "SESSIONFOLD_JAVA_OPTIONS",
      "options of the JVM that the script `./sessionfold` starts; default: `-Xmx1g -XX:+UseG1GC`"),
  JAVA_HOME(
      "JAVA_HOME", "the JDK that the script `./sessionfold` uses; default: `java` on the `PATH`"),
  NO_COLOR("NO_COLOR", "set to anything: no colours");

  private final String variable;
  private final String meaning;

  Variable(String variable, String meaning) {
    this.variable = variable;
    this.meaning = meaning;
  }

  /** Its name in the environment. */
  public String variable() {
    return variable;
  }

  /** What it does. */
  public String meaning() {
    return meaning;
  }

  /** Its value in this process, unless it is empty. */
  public Optional<String> value() {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
  }
}
