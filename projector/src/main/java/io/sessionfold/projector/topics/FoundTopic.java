package io.sessionfold.projector.topics;

import java.util.Map;

/**
 * A topic as the brokers describe it.
 *
 * @param id the identity that a topic created again under the same name does not have
 */
record FoundTopic(String name, String id, int partitions, Map<String, String> configs) {
  String config(String key) {
    return configs.getOrDefault(key, "");
  }
}
