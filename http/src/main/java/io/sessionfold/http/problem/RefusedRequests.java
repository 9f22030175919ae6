package io.sessionfold.http.problem;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the server refuses before any route sees it, such as a path that is not encoded as
 * it should be, with a problem document as well.
 */
public final class RefusedRequests extends ErrorHandler {
  /** Answers without the server's words, which may quote the request. */
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Problem problem = problem(code);
    response.setStatus(problem.type().status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    // The path is what may be wrong with it.
    response.write(true, ByteBuffer.wrap(problem.json("/").utf8()), callback);
  }

  private static Problem problem(int code) {
    return switch (code) {
      case 404 -> Problem.of(ProblemType.NOT_FOUND, "no such path; /docs has them all");
      case 413, 414, 431 ->
          Problem.of(ProblemType.TOO_LARGE, "the address, a header or the body is too long");
      default ->
          code >= 500
              ? Problem.of(ProblemType.INTERNAL, "the request could not be served")
              : Problem.of(ProblemType.INVALID_REQUEST, "this is no request as HTTP has them");
    };
  }
}
