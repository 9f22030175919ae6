package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokersIT {
  private static final Set<String> TOPICS = new HashSet<>();
  private static final Set<String> SERVERS = new HashSet<>();

  @RegisterExtension final Brokers kafka = new Brokers();

  @RepeatedTest(2)
  void each_test_has_names_of_its_own_on_one_broker() throws Exception {
    String topic = kafka.createTopic("messages", 4);
    assertThat(topic).startsWith("messages-").isEqualTo(kafka.name("messages"));
    assertThat(TOPICS.add(topic)).isTrue();
    SERVERS.add(kafka.bootstrapServers());
    assertThat(SERVERS).hasSize(1);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).containsAll(TOPICS);
    }
  }

  @Test
  void without_a_test_it_says_how_to_register_it() {
    assertThatThrownBy(() -> new Brokers().bootstrapServers())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("@RegisterExtension");
  }
}
