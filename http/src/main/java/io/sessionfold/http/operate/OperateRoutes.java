package io.sessionfold.http.operate;

import io.javalin.config.RoutesConfig;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.Routes;
import io.sessionfold.http.access.Right;
import io.sessionfold.json.JsonText;
import java.util.function.Supplier;

/** The state of the pipeline, by whoever knows it. */
public final class OperateRoutes implements Routes {
  private final Supplier<JsonText> pipeline;

  /**
   * Routes over a view.
   *
   * @param pipeline answers at once or within seconds; what it throws becomes a problem
   */
  public OperateRoutes(Supplier<JsonText> pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/pipeline", ctx -> JsonAnswers.sendUnkept(ctx, pipeline.get()), Right.OPERATE);
  }
}
