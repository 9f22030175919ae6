package io.sessionfold.cli.config;

import io.sessionfold.http.HttpSettings;
import io.sessionfold.http.feed.StreamLimits;
import io.sessionfold.projector.runner.SinkRunnerSettings;
import java.util.Locale;
import java.util.Optional;

/**
 * Every key that can be configured. A flag wins over the environment, the environment over the
 * configuration file, the file over the default. {@code a.b-c} is {@code SESSIONFOLD_A_B_C} in the
 * environment.
 */
public enum Setting {
  BOOTSTRAP_SERVERS(
      "bootstrap-servers", Kind.TEXT, "", "Kafka brokers, host:port[,host:port]", "Kafka"),
  REPLICATION_FACTOR(
      "topics.replication-factor",
      Kind.INTEGER,
      "1",
      "replicas of each topic that is created; production needs 3",
      "Kafka"),
  PARTITIONS(
      "topics.partitions",
      Kind.INTEGER,
      "24",
      "partitions of each topic that is created; fixed for the life of an event log (up: 4)",
      "Kafka"),
  MONGO_URI("mongo-uri", Kind.SECRET_URI, "", "MongoDB connection string", "MongoDB"),
  DATABASE("database", Kind.TEXT, "sessionfold", "MongoDB database", "MongoDB"),
  MONGO_STANDALONE(
      "mongo.allow-standalone",
      Kind.FLAG,
      "false",
      "write to a standalone mongod with journaled writes; without a replica set a fail-over is"
          + " not possible, and a standalone is refused unless this is set",
      "MongoDB"),
  METADATA_INDEXES(
      "mongo.metadata-indexes",
      Kind.LIST,
      "",
      "metadata keys that are indexed and can be filtered on: comma-separated, or a list in YAML",
      "MongoDB"),
  FILES(
      "files",
      Kind.TEXT,
      "",
      "root of the JSONL files; default: files/ in the data directory",
      "Files"),
  JSONL_CHECKPOINT(
      "jsonl.checkpoint-interval",
      Kind.DURATION,
      SinkRunnerSettings.FILES.checkpointInterval().toString(),
      "how often files are fsynced, watermarks raised and offsets committed",
      "Files"),
  GENERATIONS_KEEP(
      "generations.keep",
      Kind.INTEGER,
      "1",
      "retired generations that a swap leaves, so that it can be taken back; older ones are dropped",
      "Generations"),
  PAGE_MESSAGES(
      "journal.page.messages",
      Kind.INTEGER,
      "100",
      "messages on a page, 1 to 5000; recorded with the journal, fixed for its life",
      "Journal"),
  PAGE_BYTES(
      "journal.page.bytes",
      Kind.INTEGER,
      "262144",
      "bytes of messages on a page, up to 4194304; recorded with the journal, fixed for its life",
      "Journal"),
  LIMIT_EVENT_BYTES(
      "journal.limit.event-bytes",
      Kind.INTEGER,
      "6291456",
      "bytes of one event's data, at most 6291456",
      "Limits"),
  LIMIT_ID_BYTES(
      "journal.limit.id-bytes", Kind.INTEGER, "512", "bytes of id and of source, each", "Limits"),
  LIMIT_NAME_CHARS(
      "journal.limit.name-chars",
      Kind.INTEGER,
      "256",
      "characters of user, application, turn and model, each",
      "Limits"),
  LIMIT_STRING_BYTES(
      "journal.limit.string-bytes",
      Kind.INTEGER,
      "4096",
      "bytes of every other string of ours",
      "Limits"),
  LIMIT_EXT_BYTES("journal.limit.ext-bytes", Kind.INTEGER, "16384", "bytes of ext", "Limits"),
  LIMIT_POLICIES_BYTES(
      "journal.limit.policies-bytes",
      Kind.INTEGER,
      "16384",
      "bytes of policies_triggered",
      "Limits"),
  LIMIT_EVENT_LOOP_METRICS_BYTES(
      "journal.limit.event-loop-metrics-bytes",
      Kind.INTEGER,
      "65536",
      "bytes of event_loop_metrics",
      "Limits"),
  LIMIT_REPLACEMENT_BYTES(
      "journal.limit.replacement-bytes",
      Kind.INTEGER,
      "65536",
      "bytes of the text of a redaction or replacement",
      "Limits"),
  LIMIT_PAGE_ADDITIONS_BYTES(
      "journal.limit.page-additions-bytes",
      Kind.INTEGER,
      "4194304",
      "bytes that redactions, replacements and measurements add to one page; a redaction beyond it is applied with the default text",
      "Limits"),
  LIMIT_METADATA_BYTES(
      "journal.limit.metadata-bytes",
      Kind.INTEGER,
      "65536",
      "bytes of the metadata of a session",
      "Limits"),
  LIMIT_AGENTS("journal.limit.agents", Kind.INTEGER, "256", "agents of a session", "Limits"),
  LIMIT_AGENT_DATA_BYTES(
      "journal.limit.agent-data-bytes",
      Kind.INTEGER,
      "262144",
      "bytes of synced data of one agent",
      "Limits"),
  LIMIT_AGENTS_DATA_BYTES(
      "journal.limit.agents-data-bytes",
      Kind.INTEGER,
      "1048576",
      "bytes of synced data of all agents of a session",
      "Limits"),
  LIMIT_MODELS(
      "journal.limit.models", Kind.INTEGER, "256", "distinct models of a session", "Limits"),
  LIMIT_FEEDBACKS(
      "journal.limit.feedbacks", Kind.INTEGER, "1000", "feedbacks of a session", "Limits"),
  LIMIT_GUARDRAIL_EVENTS(
      "journal.limit.guardrail-events",
      Kind.INTEGER,
      "1000",
      "guardrail events of a session",
      "Limits"),
  LIMIT_FEEDBACK_AND_GUARDRAIL_BYTES(
      "journal.limit.feedback-and-guardrail-bytes",
      Kind.INTEGER,
      "1048576",
      "bytes of feedbacks and guardrail events of a session",
      "Limits"),
  STATE_DIR(
      "projector.state-dir",
      Kind.TEXT,
      "",
      "local state of the projector; default: state/ in the data directory",
      "Projector"),
  PROJECTOR_THREADS(
      "projector.threads", Kind.INTEGER, "1", "stream threads of the projector", "Projector"),
  COMMIT_INTERVAL(
      "projector.commit-interval",
      Kind.DURATION,
      "PT0.05S",
      "how often the projector commits: a change is readable after its commit",
      "Projector"),
  STANDBY_REPLICAS(
      "projector.standby-replicas",
      Kind.INTEGER,
      "0",
      "warm copies of the projector's state on other instances; production needs 1",
      "Projector"),
  SINK_BATCH_CHANGES(
      "sink.batch.changes",
      Kind.INTEGER,
      Integer.toString(SinkRunnerSettings.DEFAULTS.maxChanges()),
      "most changes in one write of a sink",
      "Sinks"),
  SINK_BATCH_BYTES(
      "sink.batch.bytes",
      Kind.INTEGER,
      Long.toString(SinkRunnerSettings.DEFAULTS.maxBytes()),
      "most bytes in one write of a sink",
      "Sinks"),
  SINK_BATCH_AGE(
      "sink.batch.age",
      Kind.DURATION,
      SinkRunnerSettings.DEFAULTS.maxAge().toString(),
      "how long a change may wait for others to be written with, under load",
      "Sinks"),
  HTTP_HOST(
      "http.host",
      Kind.TEXT,
      "127.0.0.1",
      "address that the gateway and the query service listen on; without tokens this machine alone",
      "HTTP"),
  HTTP_PORT(
      "http.port",
      Kind.INTEGER,
      "8480",
      "port that they listen on; 0: any free one (up takes any free one, too, where this is not set"
          + " and 8480 is in use)",
      "HTTP"),
  HTTP_TOKENS(
      "http.tokens",
      Kind.TEXT,
      "",
      "file of bearer tokens, read again when it changes; without it no token is needed",
      "HTTP"),
  HTTP_TLS_KEYSTORE(
      "http.tls.keystore",
      Kind.TEXT,
      "",
      "PKCS12 or JKS key store with the certificate; without it connections are plain",
      "HTTP"),
  HTTP_TLS_PASSWORD_FILE(
      "http.tls.password-file",
      Kind.TEXT,
      "",
      "file with the password of the key store, its first line",
      "HTTP"),
  HTTP_BODY_BYTES(
      "http.body-bytes",
      Kind.INTEGER,
      Integer.toString(HttpSettings.BODY_BYTES),
      "the longest body of a request",
      "HTTP"),
  HTTP_REQUESTS_PER_SECOND(
      "http.requests-per-second",
      Kind.INTEGER,
      Integer.toString(HttpSettings.REQUESTS_PER_SECOND),
      "most requests of one token in a second",
      "HTTP"),
  HTTP_STREAMS_PER_TOKEN(
      "http.streams-per-token",
      Kind.INTEGER,
      Integer.toString(StreamLimits.DEFAULTS.perCaller()),
      "most streams of changes of one token at once; 4096 of all tokens",
      "HTTP"),
  HTTP_PUBLISH_TIMEOUT(
      "http.publish-timeout",
      Kind.DURATION,
      "PT5S",
      "how long a write is tried before it is answered with 503; at least PT2S",
      "HTTP"),
  HTTP_SOURCE(
      "http.source",
      Kind.TEXT,
      "/gateway",
      "source of events that a request publishes without naming one; ids are unique within it",
      "HTTP"),
  HEALTH_HOST(
      "health.host",
      Kind.TEXT,
      "127.0.0.1",
      "address that /livez, /readyz and /metrics are served on, without a password",
      "Health and stopping"),
  HEALTH_PORT(
      "health.port",
      Kind.INTEGER,
      "0",
      "port that they are served on; 0: any free one, which is printed at the start",
      "Health and stopping"),
  HEALTH_FROZEN(
      "health.frozen",
      Kind.DURATION,
      "PT1M",
      "a part that runs, has work and does not move for so long is not alive; at least PT20S",
      "Health and stopping"),
  STOP_TIMEOUT(
      "stop.timeout",
      Kind.DURATION,
      "PT30S",
      "how long a stop may take in all, at least PT5S; what kills a process that does not stop has"
          + " to wait longer",
      "Health and stopping");

  /** How a value is read. */
  public enum Kind {
    TEXT,
    INTEGER,
    DURATION,
    FLAG,
    LIST,
    /** A connection string: its password is masked wherever it is shown. */
    SECRET_URI
  }

  private final String key;
  private final Kind kind;
  private final String defaultValue;
  private final String meaning;
  private final String group;

  Setting(String key, Kind kind, String defaultValue, String meaning, String group) {
    this.key = key;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
    this.group = group;
  }

  /** The key in files. */
  public String key() {
    return key;
  }

  /** The name in the environment. */
  public String environmentName() {
    return "SESSIONFOLD_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** How its value is read. */
  public Kind kind() {
    return kind;
  }

  /** The text of its default; empty if it has none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it does. */
  public String meaning() {
    return meaning;
  }

  /** The heading that it is documented under. */
  public String group() {
    return group;
  }

  /** The setting of that key. */
  public static Optional<Setting> named(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
