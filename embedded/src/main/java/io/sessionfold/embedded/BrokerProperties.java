package io.sessionfold.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** The server properties of a single node that is broker and controller at once. */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "PLAINTEXT";

  /** Room for a message of 8 MiB with its headers, key and batch overhead. */
  private static final String MAX_MESSAGE_BYTES = Integer.toString(9 * 1024 * 1024);

  /** What one node on one machine needs; each may be overridden. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("num.partitions", "1"),
          Map.entry("default.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          // Each topic sets its own retention; nothing is deleted by a default.
          Map.entry("log.retention.ms", "-1"),
          Map.entry("log.retention.bytes", "-1"),
          // Nobody else will join the group: there is nothing to wait for.
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "1000"),
          // What a killed process left open is aborted so often, the first time so long after the
          // start. It must not be sooner: until the controller has let the broker in again, which
          // takes seconds after a kill, Kafka takes the partitions of an open transaction for
          // deleted and ends it without a marker, and its readers wait for ever.
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000"),
          // After a kill the controller, restarted with it, believes for this long that the broker
          // of before still runs, and lets no other one take its place.
          Map.entry("broker.session.timeout.ms", "3000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          // The default keeps 128 MiB of heap for a cleaner that has little to clean here.
          Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(32 * 1024 * 1024)),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("background.threads", "2"));

  private BrokerProperties() {}

  static Properties of(BrokerConfig config, Path logDirectory, int port, int controllerPort) {
    Map<String, String> fixed = fixed(logDirectory, port, controllerPort);
    TreeSet<String> refused = new TreeSet<>(config.properties().keySet());
    refused.retainAll(fixed.keySet());
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          "The embedded broker sets these properties itself: %s. Remove them, or run a broker of your own."
              .formatted(refused));
    }
    Properties properties = new Properties();
    properties.putAll(DEFAULTS);
    properties.putAll(config.properties());
    properties.putAll(fixed);
    return properties;
  }

  private static Map<String, String> fixed(Path logDirectory, int port, int controllerPort) {
    Map<String, String> fixed = new HashMap<>(listeners(port, controllerPort));
    fixed.put("process.roles", "broker,controller");
    fixed.put("node.id", Integer.toString(NODE_ID));
    fixed.put("log.dirs", logDirectory.toString());
    fixed.put("message.max.bytes", MAX_MESSAGE_BYTES);
    fixed.put("replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
    fixed.put("offsets.topic.replication.factor", "1");
    fixed.put("transaction.state.log.replication.factor", "1");
    fixed.put("transaction.state.log.min.isr", "1");
    fixed.put("share.coordinator.state.topic.replication.factor", "1");
    fixed.put("share.coordinator.state.topic.min.isr", "1");
    return fixed;
  }

  private static Map<String, String> listeners(int port, int controllerPort) {
    String client = CLIENT_LISTENER + "://" + Loopback.HOST + ":" + port;
    String controller = CONTROLLER_LISTENER + "://" + Loopback.HOST + ":" + controllerPort;
    return Map.of(
        "listeners",
        client + "," + controller,
        "advertised.listeners",
        client,
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "inter.broker.listener.name",
        CLIENT_LISTENER,
        "listener.security.protocol.map",
        "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENT_LISTENER, CONTROLLER_LISTENER),
        "controller.quorum.voters",
        NODE_ID + "@" + Loopback.HOST + ":" + controllerPort);
  }
}
