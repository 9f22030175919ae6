package io.sessionfold.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.sessionfold.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What describes the service, for everyone who reaches it: {@code /openapi.json}, {@code
 * /asyncapi.json} and the page {@code /docs}. All of it is made once, and is the same for all.
 */
public final class DocsRoutes implements Routes {
  private static final String JSON = "application/json";

  /** The page runs nothing, and takes nothing but its style from the service. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final byte[] openApi;
  private final byte[] asyncApi;
  private final byte[] page;
  private final byte[] style;

  /** Reads the descriptions, which are part of the build. */
  public DocsRoutes() {
    JsonNode api = ApiDocument.read("openapi.yaml");
    openApi = utf8(api.toPrettyString());
    asyncApi = utf8(ApiDocument.read("asyncapi.yaml").toPrettyString());
    page = utf8(ApiPage.of(api));
    style = resource("docs.css");
  }

  @Override
  public void addTo(RoutesConfig routes) {
    add(routes, "/openapi.json", JSON, openApi);
    add(routes, "/asyncapi.json", JSON, asyncApi);
    add(routes, "/docs", "text/html; charset=utf-8", page);
    add(routes, "/docs.css", "text/css; charset=utf-8", style);
  }

  private static void add(RoutesConfig routes, String path, String type, byte[] content) {
    routes.get(
        path,
        ctx -> {
          ctx.header("Content-Security-Policy", POLICY);
          ctx.header("X-Content-Type-Options", "nosniff");
          ctx.header("Cache-Control", "no-cache");
          ctx.contentType(type);
          ctx.result(content);
        });
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (@Nullable InputStream in = DocsRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
