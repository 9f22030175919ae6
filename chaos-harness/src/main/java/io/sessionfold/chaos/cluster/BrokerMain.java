package io.sessionfold.chaos.cluster;

import io.sessionfold.chaos.agent.Orphans;
import io.sessionfold.embedded.BrokerConfig;
import io.sessionfold.embedded.EmbeddedBroker;
import java.nio.file.Path;

/** A broker as a process of its own: {@code DIRECTORY PORT}. */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws InterruptedException {
    Orphans.endWithStandardInput();
    EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerConfig.in(Path.of(args[0])).withPort(Integer.parseInt(args[1])));
    System.out.println("broker on " + broker.bootstrapServers());
    Thread.currentThread().join();
  }
}
