package io.sessionfold.http.access;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sessionfold.http.JsonAnswers;
import io.sessionfold.http.Routes;
import io.sessionfold.json.JsonWriter;

/** Tells a caller who it is here: {@code {name, tenant, rights, tokens}}. */
public final class AccessRoutes implements Routes {
  private final Access access;

  /** Of that access. */
  public AccessRoutes(Access access) {
    this.access = access;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    // Whatever right a token gives, it may ask which.
    routes.get("/v1/access", this::tell, Access.AnyRight.ANY);
  }

  private void tell(Context ctx) {
    Caller caller = Caller.of(ctx);
    JsonAnswers.sendUnkept(
        ctx,
        new JsonWriter()
            .add("name", caller.name())
            .add("tenant", caller.tenant())
            .add("rights", caller.rightNames())
            .add("tokens", access.isByToken())
            .done());
  }
}
