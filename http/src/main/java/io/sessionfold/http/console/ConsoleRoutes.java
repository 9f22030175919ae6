package io.sessionfold.http.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sessionfold.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The console at {@code /}. Its files are public and hold nothing of any session; what the page
 * shows it reads as its user. The files are a fixed list that is read once, so that no path of a
 * request names a file.
 */
public final class ConsoleRoutes implements Routes {
  /** Names the files, one a line, relative to itself. */
  private static final String LIST = "/console/files.txt";

  private static final String PAGE = "index.html";

  /**
   * The page runs and loads what this service serves and nothing else, and no other site may show
   * it in a frame. Images of messages are data in the message.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-cache");

  private final Map<String, ConsoleFile> files = new LinkedHashMap<>();

  /**
   * Reads the files.
   *
   * @throws IllegalStateException if one of them is not in the module
   */
  public ConsoleRoutes() {
    names().forEach(name -> files.put(name, ConsoleFile.read(name)));
  }

  @Override
  public void addTo(RoutesConfig routes) {
    files.forEach(
        (name, file) -> routes.get(name.equals(PAGE) ? "/" : "/" + name, ctx -> answer(ctx, file)));
  }

  private static void answer(Context ctx, ConsoleFile file) {
    HEADERS.forEach(ctx::header);
    ctx.header("ETag", file.tag());
    if (file.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType(file.type());
      ctx.result(file.content());
    }
  }

  private static List<String> names() {
    try (InputStream in = ConsoleRoutes.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException(LIST + " is not in the module");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(LIST + " cannot be read", e);
    }
  }
}
