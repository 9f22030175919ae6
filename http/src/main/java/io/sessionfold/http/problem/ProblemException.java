package io.sessionfold.http.problem;

import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** With what caused it, for the log; its text is not answered. */
  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.type().title() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  /** A request that cannot be read. */
  public static ProblemException invalid(String detail) {
    return Problem.of(ProblemType.INVALID_REQUEST, detail).exception();
  }

  /** What is answered. */
  public Problem problem() {
    return problem;
  }
}
