package io.sessionfold.cli;

import io.sessionfold.cli.config.Setting;
import io.sessionfold.cli.config.Settings;
import io.sessionfold.sequence.Limits;
import io.sessionfold.store.ActivePointer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the parts of a pipeline find each other.
 *
 * @param bootstrapServers empty for a command that asks no Kafka
 * @param mongoUri empty for one that asks no MongoDB
 */
public record Place(
    Settings settings, Path data, String bootstrapServers, String mongoUri, String database) {
  /** The root of the JSONL files. */
  public Path files() {
    String configured = settings.text(Setting.FILES);
    return configured.isEmpty() ? data.resolve("files") : Path.of(configured).toAbsolutePath();
  }

  /** The local state of the projector. */
  public Path state() {
    String configured = settings.text(Setting.STATE_DIR);
    return configured.isEmpty() ? data.resolve("state") : Path.of(configured).toAbsolutePath();
  }

  /** The journal that a new database begins with, as its pointer says. */
  public int journal() {
    return ActivePointer.FIRST.journal();
  }

  /** Properties of every Kafka client. */
  public Map<String, String> kafka() {
    return settings.kafka(bootstrapServers);
  }

  /** The limits of a journal that is made from here. */
  public Limits limits() {
    try {
      return new Limits(
          settings.integer(Setting.LIMIT_EVENT_BYTES),
          settings.integer(Setting.LIMIT_ID_BYTES),
          settings.integer(Setting.LIMIT_NAME_CHARS),
          settings.integer(Setting.LIMIT_STRING_BYTES),
          settings.integer(Setting.LIMIT_EXT_BYTES),
          settings.integer(Setting.LIMIT_POLICIES_BYTES),
          settings.integer(Setting.LIMIT_EVENT_LOOP_METRICS_BYTES),
          settings.integer(Setting.LIMIT_REPLACEMENT_BYTES),
          settings.integer(Setting.LIMIT_PAGE_ADDITIONS_BYTES),
          settings.integer(Setting.LIMIT_METADATA_BYTES),
          settings.integer(Setting.LIMIT_AGENTS),
          settings.integer(Setting.LIMIT_AGENT_DATA_BYTES),
          settings.integer(Setting.LIMIT_AGENTS_DATA_BYTES),
          settings.integer(Setting.LIMIT_MODELS),
          settings.integer(Setting.LIMIT_FEEDBACKS),
          settings.integer(Setting.LIMIT_GUARDRAIL_EVENTS),
          settings.integer(Setting.LIMIT_FEEDBACK_AND_GUARDRAIL_BYTES),
          settings.integer(Setting.PAGE_MESSAGES),
          settings.integer(Setting.PAGE_BYTES));
    } catch (IllegalArgumentException e) {
      throw new CommandException("configuration: " + e.getMessage(), e);
    }
  }
}
