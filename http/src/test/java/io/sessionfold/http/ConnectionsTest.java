package io.sessionfold.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.http.gateway.WriteRoutes;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.PublisherSettings;
import io.sessionfold.sequence.Limits;
import io.sessionfold.testkit.DescribedClient;
import io.sessionfold.testkit.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections carry, and how they end; no broker is there. */
class ConnectionsTest {
  private static final int BODY_BYTES = 2048;

  @TempDir private Path directory;
  private EventPublisher publisher;
  private HttpService http;

  @BeforeEach
  void start() throws IOException {
    publisher =
        EventPublisher.open(
            PublisherSettings.builder("127.0.0.1:1", "/gateway")
                .maxBlock(Duration.ofMillis(200))
                .deliveryTimeout(Duration.ofSeconds(2))
                .build());
    http = HttpService.start(settings(Duration.ofSeconds(1)), routes());
  }

  @AfterEach
  void stop() {
    http.close();
    publisher.close(Duration.ZERO);
  }

  private List<Routes> routes() {
    return List.of(new WriteRoutes(publisher, Limits.DEFAULTS, "/gateway", BODY_BYTES));
  }

  private static HttpSettings settings(Duration idle) {
    return new HttpSettings("127.0.0.1", 0, null, null, BODY_BYTES, 5000, idle);
  }

  @Test
  void what_a_form_of_another_site_can_send_is_not_read() {
    DescribedClient client = DescribedClient.of(http.url());
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      assertThat(client.sendAs(type, "POST", "/v1/sessions/s/close", "{}").status())
          .as(type)
          .isEqualTo(415);
      assertThat(client.sendAs(type, "POST", "/v1/events", "{}").status()).isEqualTo(415);
    }
  }

  @Test
  void the_tenant_is_named_by_a_header() {
    DescribedClient client = DescribedClient.of(http.url());
    assertThat(client.get("/v1/access").text("tenant")).isEqualTo("default");
    assertThat(client.get("/v1/access", "Sessionfold-Tenant", "acme").text("tenant"))
        .isEqualTo("acme");
    assertThat(client.get("/v1/access", "Sessionfold-Tenant", "A/b").status()).isEqualTo(400);
  }

  @Test
  void connections_are_encrypted_with_the_key_store() throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "sessionfold",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    HttpSettings encrypted =
        new HttpSettings(
            "127.0.0.1",
            0,
            null,
            new HttpSettings.Tls(store, "changeit"),
            BODY_BYTES,
            5000,
            HttpSettings.IDLE);
    assertThat(encrypted.toString()).doesNotContain("changeit");
    try (HttpService service = HttpService.start(encrypted, List.of())) {
      assertThat(service.url()).startsWith("https://");
      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(store)).build();
      assertThat(DescribedClient.of(service.url(), trusting).get("/v1/access").status())
          .isEqualTo(200);
      assertThatThrownBy(() -> DescribedClient.of(service.url()))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static SSLContext trusting(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("service", keys.getCertificate("sessionfold"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void a_body_that_is_too_long_is_refused_whether_its_length_is_told_or_not() throws IOException {
    DescribedClient client = DescribedClient.of(http.url());
    Exchange told =
        client.post("/v1/sessions/s/close", "{\"reason\":\"" + "x".repeat(3000) + "\"}");
    assertThat(told.status()).isEqualTo(413);
    String chunk = "x".repeat(2000);
    String chunked =
        "POST /v1/sessions/s/close HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + ("7d0\r\n" + chunk + "\r\n").repeat(2)
            + "0\r\n\r\n";
    assertThat(Raw.ask(http.url(), chunked)).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_body_that_stops_ends_its_connection_and_nothing_else() throws IOException {
    String begun =
        "POST /v1/sessions/s/close HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n{\"rea";
    for (int i = 0; i < 20; i++) {
      try (Socket aborted = Raw.open(http.url())) {
        Raw.send(aborted, begun);
      }
    }
    String slow = Raw.ask(http.url(), begun);
    assertThat(slow.isEmpty() || slow.startsWith("HTTP/1.1 400") || slow.startsWith("HTTP/1.1 408"))
        .as(slow)
        .isTrue();
    assertThat(DescribedClient.of(http.url()).get("/v1/access").status()).isEqualTo(200);
  }
}
