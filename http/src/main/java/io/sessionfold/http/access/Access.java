package io.sessionfold.http.access;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests: who asks is told by the bearer token, and may do what the token's rights say in
 * its one tenant. Without a file of tokens everyone who reaches the service may do everything,
 * which is why it then listens on this machine alone, and takes no request that a page of another
 * site may have made a browser send.
 */
public final class Access {
  /** Names the tenant where there are no tokens. */
  public static final String TENANT_HEADER = "Sessionfold-Tenant";

  /** What a route needs that every token may ask. */
  enum AnyRight implements RouteRole {
    ANY
  }

  private static final String BEARER = "Bearer ";
  private static final String HOLDING = "io.sessionfold.holding";
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final @Nullable TokenSource tokens;
  private final int perSecond;
  private final Map<String, RateLimit> rates = new ConcurrentHashMap<>();

  private Access(@Nullable TokenSource tokens, int perSecond) {
    this.tokens = tokens;
    this.perSecond = perSecond;
  }

  /**
   * Access by the tokens of a file, or by everyone.
   *
   * @param perSecond requests of one token
   * @throws IllegalArgumentException if the file is not one of tokens
   */
  public static Access by(@Nullable Path file, int perSecond) throws IOException {
    return new Access(file == null ? null : new TokenSource(file), perSecond);
  }

  /** Whether requests need a token. */
  public boolean isByToken() {
    return tokens != null;
  }

  /** Admits a request to its route, or refuses it. */
  public void admit(Context ctx) {
    Set<RouteRole> needed = ctx.routeRoles();
    if (tokens == null) {
      refuseOtherSites(ctx);
    }
    if (needed.isEmpty()) {
      return;
    }
    Caller caller = tokens == null ? anyone(ctx) : ofToken(tokens, ctx);
    if (!needed.contains(AnyRight.ANY) && !caller.rights().containsAll(needed)) {
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "this needs the right " + needed.toString().toLowerCase(Locale.ROOT))
          .exception();
    }
    limit(caller);
    caller.admittedTo(ctx);
  }

  /**
   * Whether the caller of a request that was admitted has what it had then: for answers that take
   * long. To be asked as often as one likes, by any thread.
   */
  public static BooleanSupplier holding(Context ctx) {
    BooleanSupplier holding = ctx.attribute(HOLDING);
    return holding == null ? () -> true : holding;
  }

  private static BooleanSupplier holding(TokenSource tokens, String token, Caller caller) {
    return () -> tokens.caller(token).filter(caller::equals).isPresent();
  }

  private static String bearer(Context ctx) {
    String given = ctx.header("Authorization");
    if (given == null || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw unauthorized(ctx, "send the header Authorization: Bearer TOKEN");
    }
    return given.substring(BEARER.length()).strip();
  }

  private static Caller ofToken(TokenSource tokens, Context ctx) {
    String token = bearer(ctx);
    Caller caller =
        tokens
            .caller(token)
            .orElseThrow(() -> unauthorized(ctx, "this token is not known, or has expired"));
    ctx.attribute(HOLDING, holding(tokens, token, caller));
    return caller;
  }

  private static RuntimeException unauthorized(Context ctx, String detail) {
    ctx.header("WWW-Authenticate", "Bearer realm=\"sessionfold\"");
    return Problem.of(ProblemType.UNAUTHORIZED, detail).exception();
  }

  private static Caller anyone(Context ctx) {
    String tenant = ctx.header(TENANT_HEADER);
    if (tenant == null) {
      tenant = SessionKey.DEFAULT_TENANT;
    }
    if (!SessionKey.isTenant(tenant)) {
      throw Problem.of(
              ProblemType.INVALID_REQUEST,
              TENANT_HEADER + ": 1 to 63 lower-case letters, digits and hyphens")
          .exception();
    }
    return new Caller("anyone", tenant, EnumSet.allOf(Right.class));
  }

  /**
   * A page of another site can reach this machine's addresses through the browser that shows it.
   */
  private static void refuseOtherSites(Context ctx) {
    String host = ctx.host();
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
    String site = ctx.header("Sec-Fetch-Site");
    boolean ownSite = site == null || site.equals("same-origin") || site.equals("none");
    if (!OWN_NAMES.contains(name) || !ownSite) {
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "without tokens the service answers this machine alone, by the names localhost,"
                  + " 127.0.0.1 and [::1], and no page of another site")
          .exception();
    }
  }

  private void limit(Caller caller) {
    long now = System.nanoTime();
    RateLimit rate = rates.computeIfAbsent(caller.name(), name -> new RateLimit(perSecond, now));
    if (!rate.allows(now)) {
      throw Problem.of(
              ProblemType.TOO_MANY_REQUESTS,
              "at most " + perSecond + " requests a second of one token")
          .retryAfter(1)
          .exception();
    }
  }
}
