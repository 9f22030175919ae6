package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** An installed Chromium without a window. Nothing is downloaded. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Opens it; without one the test fails where a browser is promised, and is skipped elsewhere. */
  static Browser open() {
    Optional<Path> driver = onPath("chromedriver");
    Optional<Path> chromium = onPath("chromium").or(() -> onPath("google-chrome"));
    if (driver.isEmpty() || chromium.isEmpty()) {
      String missing = "chromium and chromedriver are not both on PATH: install them";
      assertThat(Boolean.parseBoolean(System.getenv("SESSIONFOLD_REQUIRE_BROWSER")))
          .as(missing)
          .isFalse();
      Assumptions.abort(missing);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver opened = new ChromeDriver(service, options);
    opened.manage().window().setSize(new Dimension(1280, 900));
    return new Browser(opened);
  }

  private static Optional<Path> onPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Goes to an address, from nowhere: the page begins anew. */
  void go(String address) {
    driver.get("about:blank");
    driver.get(address);
  }

  String address() {
    return driver.getCurrentUrl();
  }

  /** What a script answers to its last argument. */
  @Nullable Object awaitScript(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  @Nullable Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What the elements of a selector say. */
  String text(String selector) {
    return String.valueOf(
        script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')",
            selector));
  }

  void awaitText(String selector, String expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(text(selector)).as(selector).contains(expected));
  }

  /** Types where the focus is. */
  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** How the page says that it is connected. */
  String connection() {
    return String.valueOf(script("return document.getElementById('connection').dataset.state"));
  }

  void awaitConnection(String state) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(connection()).isEqualTo(state));
  }

  /** Cuts all connections of the page, or lets it connect again. */
  void offline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** Keeps what is downloaded in a directory. */
  void downloadsTo(Path directory) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", directory.toString()));
  }

  void escape() {
    type(Keys.ESCAPE);
  }

  /** What axe finds of serious or critical impact, as {@code rule: element}. */
  List<String> seriousFindings() {
    script(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0]; axe.run().then(r => done(r.violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200)))))");
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (InputStream in = Browser.class.getClassLoader().getResourceAsStream(AXE)) {
      assertThat(in).as(AXE).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(AXE, e);
    }
  }

  /** Dark or light, as the system would have it. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
