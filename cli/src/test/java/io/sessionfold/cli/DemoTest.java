package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.cli.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void a_demo_that_cannot_be_imported_is_told_and_ends_nothing() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Place nowhere =
        new Place(
            Settings.read(Map.of(), Map.of(), null),
            Path.of(""),
            "127.0.0.1:1",
            "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50",
            "d");
    CountDownLatch ended = new CountDownLatch(1);
    Demo.start(new Console(stream, stream, false, false), nowhere, () -> false, ended::countDown);
    await().until(() -> ended.getCount() == 0);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the demo was not imported: MongoDB at", "`sessionfold up` goes on");
  }
}
