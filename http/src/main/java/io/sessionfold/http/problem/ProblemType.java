package io.sessionfold.http.problem;

import java.util.Locale;

/** The kinds of problems. Their names and status codes are part of the API. */
public enum ProblemType {
  INVALID_REQUEST(400, "The request cannot be read"),
  UNAUTHORIZED(401, "A token is needed"),
  FORBIDDEN(403, "The token does not give this right"),
  NOT_FOUND(404, "There is nothing here"),
  NO_SUCH_REVISION(404, "The session has no such revision"),
  METHOD_NOT_ALLOWED(405, "This method is not known here"),
  EVENT_REJECTED(409, "The event was rejected"),
  IDEMPOTENCY_CONFLICT(409, "The key is in use for another request"),
  RESET(410, "Begin anew"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "This content type is not read here"),
  INVALID_EVENT(422, "The event is invalid"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL(500, "The service failed"),
  NOT_CONFIGURED(501, "This service is not set up for that"),
  LOG_UNAVAILABLE(503, "The event log does not take events"),
  STORE_UNAVAILABLE(503, "The stores do not answer"),
  SESSION_QUARANTINED(503, "The session is quarantined"),
  BUSY(503, "The service is busy"),
  NOT_YET_READABLE(504, "Not readable yet");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status code. */
  public int status() {
    return status;
  }

  /** What kind of problem it is, in words. */
  public String title() {
    return title;
  }

  /** The URI that names the kind. */
  public String uri() {
    return "urn:sessionfold:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
