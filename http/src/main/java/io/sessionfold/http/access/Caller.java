package io.sessionfold.http.access;

import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.json.JsonText;
import java.util.List;
import java.util.Set;

/**
 * Who asks. Every session that a request names is one of this tenant: there is no way to name
 * another's.
 *
 * @param name of the token, for limits and logs
 */
public record Caller(String name, String tenant, Set<Right> rights) {
  private static final String ATTRIBUTE = "io.sessionfold.caller";

  /** Copies the set. */
  public Caller {
    rights = Set.copyOf(rights);
  }

  /** The caller of a request that was admitted. */
  public static Caller of(Context ctx) {
    Caller caller = ctx.attribute(ATTRIBUTE);
    if (caller == null) {
      throw new IllegalStateException("a route without a right has no caller");
    }
    return caller;
  }

  /** The names of its rights, always in the same order. */
  List<JsonText> rightNames() {
    return rights.stream().sorted().map(right -> JsonText.of(right.wireName())).toList();
  }

  void admittedTo(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /** The session of that id. */
  public SessionKey session(String id) {
    try {
      return new SessionKey(tenant, id);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          "the path names no session: its id has 1 to 256 characters without '/' and control"
              + " characters, and does not begin with '@'");
    }
  }

  /** The session that the path of a request names. */
  public static SessionKey session(Context ctx) {
    return of(ctx).session(ctx.pathParam("session"));
  }
}
