package io.sessionfold.cli;

import io.sessionfold.cli.imports.Import;
import io.sessionfold.cli.imports.Report;
import io.sessionfold.event.SessionKey;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.query.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversations of {@code up --demo}, imported while everything else goes on. */
final class Demo {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  private Demo() {}

  /**
   * Imports them on a thread of its own. A failure is told and ends nothing.
   *
   * @param stopping whether the process is being stopped, so that a failure is nobody's concern
   * @param ended runs when the import has ended, however it has
   */
  static void start(Console console, Place place, BooleanSupplier stopping, Runnable ended) {
    Thread thread =
        new Thread(
            () -> {
              try {
                run(console, place);
              } catch (IOException | RuntimeException e) {
                if (stopping.getAsBoolean()) {
                  return;
                }
                console.say(
                    "the demo was not imported: "
                        + ExpectedFailure.message(e).orElse(e.toString())
                        + "; `sessionfold up` goes on");
                LOG.debug("the demo was not imported", e);
              }
              ended.run();
            },
            "demo");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Console console, Place place) throws IOException {
    console.say("importing the demo ...");
    try (InputStream file = Objects.requireNonNull(Demo.class.getResourceAsStream("demo.jsonl"));
        SessionReader reader = Readers.open(place);
        EventPublisher publisher = Publishers.ofImport(place)) {
      Report report = new Report(console::say);
      new Import(publisher, reader, SessionKey.DEFAULT_TENANT, "default", false)
          .run(file, report, bytes -> {}, left -> {});
      console.say("demo: " + report);
    }
  }
}
