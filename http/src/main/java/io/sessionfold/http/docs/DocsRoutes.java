package io.sessionfold.http.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sessionfold.http.Routes;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The description of the service, which needs no token: {@code docs/api/openapi.yaml} as JSON, and
 * the released schemas of events, which it refers to.
 */
public final class DocsRoutes implements Routes {
  /** Where the schemas are, seen from the directory of the file, and in the class path. */
  private static final String SCHEMA_FILES =
      "../../common/src/main/resources/io/sessionfold/schemas/";

  private static final String SCHEMA_RESOURCES = "/io/sessionfold/schemas/";
  private static final Pattern SCHEMA_FILE =
      Pattern.compile(Pattern.quote(SCHEMA_FILES) + "([a-z0-9.]+\\.json)");

  private final byte[] openApi;
  private final Map<String, byte[]> schemas = new TreeMap<>();

  /**
   * Reads them.
   *
   * @throws IllegalStateException if one is not in the module
   */
  public DocsRoutes() {
    try {
      String yaml = new String(resource("openapi.yaml"), StandardCharsets.UTF_8);
      Matcher files = SCHEMA_FILE.matcher(yaml);
      while (files.find()) {
        schemas.put(files.group(1), resource(SCHEMA_RESOURCES + files.group(1)));
      }
      openApi =
          new ObjectMapper()
              .writeValueAsBytes(
                  new ObjectMapper(new YAMLFactory())
                      .readTree(yaml.replace(SCHEMA_FILES, "/schemas/")));
    } catch (IOException e) {
      throw new IllegalStateException("the description of the service cannot be read", e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = DocsRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the module");
      }
      return in.readAllBytes();
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/openapi.json", ctx -> answer(ctx, "application/json", openApi));
    routes.get("/schemas/{schema}", this::schema);
  }

  private void schema(Context ctx) {
    byte[] schema = schemas.get(ctx.pathParam("schema"));
    if (schema == null) {
      throw Problem.of(ProblemType.NOT_FOUND, "there are the schemas that /openapi.json refers to")
          .exception();
    }
    answer(ctx, "application/schema+json", schema);
  }

  private static void answer(Context ctx, String type, byte[] content) {
    ctx.contentType(type);
    ctx.result(content);
  }
}
