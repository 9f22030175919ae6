package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The pipeline on the Kafka and the MongoDB of docker-compose.yml. Compiled and run in profile
 * {@code docker} alone, where a machine without Docker fails.
 */
@Tag("docker")
class DockerPipelineIT extends PipelineContract {
  private @Nullable KafkaContainer kafka;
  private @Nullable MongoDBContainer mongo;

  @Override
  Servers start(Path directory) throws IOException {
    assertThat(DockerClientFactory.instance().isDockerAvailable())
        .as(
            "a Docker engine answers, as profile docker needs. Start one (`docker info` shows"
                + " whether it answers), or build without -Pdocker")
        .isTrue();
    Compose compose = Compose.read();
    kafka = new KafkaContainer(DockerImageName.parse(compose.service("kafka").image()));
    kafka.start();
    mongo = new MongoDBContainer(DockerImageName.parse(compose.service("mongo").image()));
    mongo.withReplicaSet().start();
    return new Servers(kafka.getBootstrapServers(), mongo.getConnectionString());
  }

  @Override
  void stop() {
    if (mongo != null) {
      mongo.stop();
    }
    if (kafka != null) {
      kafka.stop();
    }
  }
}
